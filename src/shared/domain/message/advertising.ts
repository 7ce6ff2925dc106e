import { z } from 'zod';
import type { Consent } from '../customer/customer.ts';
import type { TextContent } from '../outbox/content.ts';
import type { Finding } from './finding.ts';

const minuteOfDay = z.number().int().min(0).max(1_439);

/** What an organisation has to say with an advertisement, and when it needs more consent. */
export const advertisingSettingsSchema = z
  .strictObject({
    /** Who advertises. */
    sender: z.string().trim().max(40).default(''),
    /** Where they are reached. */
    contact: z.string().trim().max(40).default(''),
    /** How it is refused, free of charge: a number or an address. */
    optOut: z.string().trim().max(60).default(''),
    /** Minutes since midnight; from up to, but without, the next (DOMAIN.md: 21:00–08:00). */
    nightFrom: minuteOfDay.default(21 * 60),
    nightTo: minuteOfDay.default(8 * 60),
  })
  .refine(({ nightFrom, nightTo }) => nightFrom !== nightTo, { path: ['nightTo'] });
export type AdvertisingSettings = z.infer<typeof advertisingSettingsSchema>;

export const ADVERTISING_KINDS = [
  /** It does not begin exactly `(광고)`. */
  'mark',
  'sender',
  'contact',
  /** It does not end with how it is refused, free of charge. */
  'opt-out',
  /** The customer has not agreed to advertising, or no longer. */
  'no-consent',
  /** Agreed, but not to any at night: it waits for the day. */
  'night',
  /** Marked as information, and reads like advertising. */
  'reads-like-it',
] as const;
export type AdvertisingKind = (typeof ADVERTISING_KINDS)[number];

export interface AdvertisingInput {
  readonly body: string;
  readonly category: TextContent['category'];
  /** All that the customer has said; see `unite`. */
  readonly consents: readonly Consent[];
  /** They have agreed to advertising at night too, apart from that by day. */
  readonly nightConsent: boolean;
  /** When it would leave, epoch milliseconds. */
  readonly at: number;
  readonly settings: AdvertisingSettings;
}

export function advertisingFaults(
  _input: AdvertisingInput,
): readonly (Finding & { readonly kind: AdvertisingKind })[] {
  return [];
}

/** The text in the form of an advertisement; one that has it stays as it is. */
export function asAdvertisement(body: string, _settings: AdvertisingSettings): string {
  return body;
}
