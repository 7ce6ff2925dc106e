import { newId } from '#host/newId.ts';
import type { CustomerNumber, WrittenFact } from '#shared/domain/customer/customer.ts';
import { TEN_O_CLOCK } from './facts.ts';

export const MOBILE: CustomerNumber = { number: '010-9999-1234', e164: '+821099991234' };
export const OFFICE: CustomerNumber = { number: '02-5555-1234', e164: '+82255551234' };

type BodyOf<F> = F extends WrittenFact ? Omit<F, 'id' | 'customerId' | 'at'> : never;
export type CustomerBody = BodyOf<WrittenFact>;

/** What an agent writes down of somebody. */
export function learnt(customerId: string, at: number, body: CustomerBody): WrittenFact {
  return { ...body, id: newId(), customerId, at };
}

/** A customer known by their numbers and, where it is given, by name. */
export function somebody(
  name: string,
  numbers: readonly CustomerNumber[],
  at = TEN_O_CLOCK,
): { readonly id: string; readonly facts: WrittenFact[] } {
  const id = newId();
  const facts = [learnt(id, at, { type: 'created', numbers: [...numbers] })];
  if (name !== '') facts.push(learnt(id, at + 1, { type: 'named', name }));
  return { id, facts };
}
