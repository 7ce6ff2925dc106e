import { z } from 'zod';
import { SIP_ADDRESS } from '../account.ts';
import { dialString } from '../phone-number/phoneNumber.ts';
import type { DialString } from '../phone-number/phoneNumber.ts';
import { hasUnseenCharacters } from '../text/unsafeCharacters.ts';

/*
 * What the exchange offers and under which codes: it cannot be asked, so a person writes it down.
 */

/** A dial code, an extension, or a whole `sip:` address. */
export function exchangeTarget(text: string): DialString {
  const address = text.trim();
  return SIP_ADDRESS.test(address) ? { ok: true, user: address } : dialString(text);
}

const codeSchema = z
  .string()
  .max(256)
  .refine((text) => exchangeTarget(text).ok);
/** Dialled by hand too, and therefore no `sip:` address. */
const numberSchema = z
  .string()
  .max(64)
  .refine((text) => dialString(text).ok);
const nameSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => text.trim() !== '' && !hasUnseenCharacters(text));

export const MOST_COLLEAGUES = 100;
export const MOST_SLOTS = 50;
export const MOST_SWITCHES = 12;
export const MOST_HOUSE_NUMBERS = 200;

export const colleagueSchema = z.strictObject({ name: nameSchema, extension: numberSchema });
export type Colleague = z.infer<typeof colleagueSchema>;

export const houseNumberSchema = z.strictObject({ number: numberSchema, name: nameSchema });
export type HouseNumber = z.infer<typeof houseNumberSchema>;

export const parkSchema = z
  .strictObject({
    /** The customer is handed to it and the exchange chooses a slot; left out: to a free slot. */
    code: codeSchema.optional(),
    /** First and last slot: digits, with the same beginning and length. */
    slots: z
      .strictObject({ from: z.string().max(12), to: z.string().max(12) })
      .refine(({ from, to }) => slotsBetween(from, to).length > 0)
      .optional(),
  })
  .refine(({ code, slots }) => code !== undefined || slots !== undefined);
export type Park = z.infer<typeof parkSchema>;

export const SWITCH_KINDS = ['queue', 'pause', 'dnd', 'other'] as const;
export const switchSchema = z.strictObject({
  kind: z.enum(SWITCH_KINDS),
  name: nameSchema,
  on: codeSchema,
  off: codeSchema,
  /** Whose state says whether it is on: an extension, a hint, a `sip:` address. */
  watch: codeSchema.optional(),
  /** RFC 4235, or RFC 3856 where the exchange has only that. */
  watchEvent: z.enum(['dialog', 'presence']).optional(),
  /** Whether `busy` (a call; presence closed) or `free` means that it is on; busy when left out. */
  onWhen: z.enum(['busy', 'free']).optional(),
});
/** Something that is switched on and off by a short call to the exchange. */
export type Switch = z.infer<typeof switchSchema>;

/** Settings that an administrator's file may decide; part of `settingsSchema`. */
export const pbxSettingsShape = {
  /** Whom one key calls for voicemail, where the exchange does not tell. */
  voicemailNumber: codeSchema.nullable(),
  park: parkSchema.nullable(),
  colleagues: z.array(colleagueSchema).max(MOST_COLLEAGUES),
  /** The house's own numbers, for "대표번호 경유". */
  houseNumbers: z.array(houseNumberSchema).max(MOST_HOUSE_NUMBERS),
  exchangeSwitches: z.array(switchSchema).max(MOST_SWITCHES),
} as const;

/** The slots from the first to the last; none when the two do not make a range. */
export function slotsBetween(from: string, to: string): readonly string[] {
  const [, prefix, first] = /^([*#]{0,2}\d*?)(\d{1,4})$/.exec(from) ?? [];
  if (prefix === undefined || first === undefined) return [];
  const last = to.startsWith(prefix) ? to.slice(prefix.length) : '';
  if (!/^\d+$/.test(last) || last.length !== first.length) return [];
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > MOST_SLOTS) return [];
  return Array.from(
    { length: count },
    (_, index) => prefix + String(Number(first) + index).padStart(first.length, '0'),
  );
}

export function slotsOf(park: Park | null): readonly string[] {
  return park?.slots ? slotsBetween(park.slots.from, park.slots.to) : [];
}
