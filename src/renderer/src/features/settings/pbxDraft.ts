import type { Settings } from '#shared/contract/settings.ts';
import {
  exchangeTarget,
  MOST_COLLEAGUES,
  MOST_HOUSE_NUMBERS,
  MOST_SWITCHES,
  slotsBetween,
} from '#shared/domain/pbx/pbxSettings.ts';
import { dialString } from '#shared/domain/phone-number/phoneNumber.ts';
import type { Switch } from '#shared/domain/pbx/pbxSettings.ts';
import { hasUnseenCharacters } from '#shared/domain/text/unsafeCharacters.ts';

export interface SwitchDraft {
  kind: Switch['kind'];
  name: string;
  on: string;
  off: string;
  watch: string;
  watchEvent: 'dialog' | 'presence';
  onWhen: 'busy' | 'free';
}

/** What the exchange offers, as it stands in the form. Lists are written one a line. */
export interface PbxDraft {
  voicemail: string;
  parkCode: string;
  slotFrom: string;
  slotTo: string;
  /** `이름, 내선` */
  colleagues: string;
  /** `번호, 이름` */
  houseNumbers: string;
  switches: SwitchDraft[];
}

type Stored = Pick<
  Settings,
  'voicemailNumber' | 'park' | 'colleagues' | 'houseNumbers' | 'exchangeSwitches'
>;

export function draftOf(settings: Stored): PbxDraft {
  const { voicemailNumber, park, colleagues, houseNumbers, exchangeSwitches } = settings;
  return {
    voicemail: voicemailNumber ?? '',
    parkCode: park?.code ?? '',
    slotFrom: park?.slots?.from ?? '',
    slotTo: park?.slots?.to ?? '',
    colleagues: colleagues.map(({ name, extension }) => `${name}, ${extension}`).join('\n'),
    houseNumbers: houseNumbers.map(({ number, name }) => `${number}, ${name}`).join('\n'),
    switches: exchangeSwitches.map((one) => ({
      ...one,
      watch: one.watch ?? '',
      watchEvent: one.watchEvent ?? 'dialog',
      onWhen: one.onWhen ?? 'busy',
    })),
  };
}

export function newSwitchDraft(): SwitchDraft {
  const codes = { on: '', off: '', watch: '' };
  return { kind: 'queue', name: '', ...codes, watchEvent: 'dialog', onWhen: 'busy' };
}

/** `pbx.faults.<code>`; `line` counts from one in a list that is written one a line. */
export interface PbxFault {
  readonly code:
    'code' | 'slots' | 'line.two' | 'line.code' | 'line.name' | 'twice' | 'many' | 'name';
  readonly line?: number;
}

export interface CheckedDraft {
  readonly patch: Stored;
  /** By field; that of a switch is `switches.<index>.<field>`. Empty: the patch may be saved. */
  readonly faults: Readonly<Record<string, PbxFault>>;
}

export function checkDraft(draft: PbxDraft): CheckedDraft {
  const faults: Record<string, PbxFault> = {};
  const code = (field: string, text: string): string => {
    const trimmed = text.trim();
    if (!exchangeTarget(trimmed).ok) faults[field] = { code: 'code' };
    return trimmed;
  };
  const optional = (field: string, text: string): string | undefined =>
    text.trim() === '' ? undefined : code(field, text);

  const parkCode = optional('parkCode', draft.parkCode);
  const [from, to] = [draft.slotFrom.trim(), draft.slotTo.trim()];
  const slots = from === '' && to === '' ? undefined : { from, to };
  if (slots && slotsBetween(from, to).length === 0) faults['slots'] = { code: 'slots' };

  const colleagues = pairs('colleagues', draft.colleagues, MOST_COLLEAGUES, faults).map(
    ([name, extension]) => ({ name, extension }),
  );
  const houseNumbers = pairs('houseNumbers', draft.houseNumbers, MOST_HOUSE_NUMBERS, faults).map(
    ([number, name]) => ({ number, name }),
  );
  if (draft.switches.length > MOST_SWITCHES) faults['switches'] = { code: 'many' };
  const exchangeSwitches = draft.switches.map((one, index): Switch => {
    const field = (name: string): string => `switches.${index}.${name}`;
    if (!isName(one.name)) faults[field('name')] = { code: 'name' };
    const watch = optional(field('watch'), one.watch);
    return {
      kind: one.kind,
      name: one.name.trim(),
      on: code(field('on'), one.on),
      off: code(field('off'), one.off),
      ...(watch === undefined ? {} : { watch, watchEvent: one.watchEvent, onWhen: one.onWhen }),
    };
  });
  return {
    patch: {
      voicemailNumber: optional('voicemail', draft.voicemail) ?? null,
      park:
        parkCode === undefined && !slots
          ? null
          : { ...(parkCode === undefined ? {} : { code: parkCode }), ...(slots ? { slots } : {}) },
      colleagues,
      houseNumbers,
      exchangeSwitches,
    },
    faults,
  };
}

/** Two values a line, with a comma or, from a spreadsheet, a tab between them. */
function pairs(
  field: 'colleagues' | 'houseNumbers',
  text: string,
  most: number,
  faults: Record<string, PbxFault>,
): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const seen = new Set<string>();
  const wrong = (code: PbxFault['code'], line: number): void => {
    faults[field] ??= { code, line };
  };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [first = '', second = '', ...more] = line.split(/[,\t]/).map((part) => part.trim());
    const [name, number] = field === 'colleagues' ? [first, second] : [second, first];
    if (first === '' || second === '' || more.length > 0) wrong('line.two', index + 1);
    else if (!dialString(number).ok) wrong('line.code', index + 1);
    else if (!isName(name)) wrong('line.name', index + 1);
    else if (seen.has(number)) wrong('twice', index + 1);
    seen.add(number);
    found.push([first, second]);
  }
  if (found.length > most) wrong('many', most + 1);
  return found;
}

function isName(text: string): boolean {
  const name = text.trim();
  return name !== '' && name.length <= 64 && !hasUnseenCharacters(name);
}
