import { parsePhoneNumber } from '../phone-number/phoneNumber.ts';
import type { TextRow } from './record.ts';

/** A number as gateways want it: national digits for Korea, with + for other countries. */
export function destinationOf({ e164, dialled }: Pick<TextRow, 'e164' | 'dialled'>): string {
  const { display } = parsePhoneNumber(e164 ?? dialled);
  return display.replace(/[^\d+]/g, '');
}
