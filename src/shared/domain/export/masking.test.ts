import { describe, expect, it } from 'vitest';
import type { AbuseRow } from '../abuse/record.ts';
import type { CallRow } from '../call/record.ts';
import type { PromiseRow } from '../callback/record.ts';
import { textRowSchema } from '../outbox/record.ts';
import { COLUMNS } from './columns.ts';
import type { Column, Customer, RowsOf } from './columns.ts';
import { knowsColumns, PRESETS, sheetsOf } from './presets.ts';
import { exportRequestSchema, PRESET_IDS } from './request.ts';
import { maskedFilter } from './audit.ts';
import { viewOf } from './view.ts';

/*
 * Nothing in a masked export can be put together again from its columns: one customer whose name,
 * number and address stand in every place there is.
 */
const NAME = '홍길동';
const NUMBER = '+821048275619';
/** Each of them gives back what is masked. */
const SECRETS = ['길동', '홍길', '4827', '01048', '82104', 'hong.gd', 'c4ll-1d', 'gildong'];
const WORDS = `${NAME}(길동 님, Gildong) 010-4827-5619, 8210 4827 5619, 가운데 4827, hong.gd`;
const ID = '01a21714-6b7f-759f-81e3-be2e4baf1882';

const customer: Customer = {
  ...{ name: NAME, names: [NAME, 'Gildong', 'hong.gd'], numbers: [NUMBER, '01048275619'] },
  ...{ e164: NUMBER, dialled: '01048275619' },
};
const who = {
  address: 'sip:01048275619@hong.gd',
  dialled: '01048275619',
  e164: NUMBER,
  name: NAME,
};
const call: CallRow = {
  ...{ id: ID, agentId: ID, direction: 'inbound', ...who, rawName: NAME, sipCallId: 'c4ll-1d' },
  ...{ account: 'sip:1001@pbx.example.com', practice: false, startedAt: 1, ringingAt: 2 },
  ...{ answeredAt: 3, endedAt: 10, heldMs: 0, heldSince: null, outcome: 'answered' },
  ...{ endedBy: 'customer', cause: { code: 'sip.bye', text: WORDS }, note: WORDS, tags: [WORDS] },
  ...{ quality: null, recorded: true, attended: null, voicemail: null, service: null },
  ...{
    claimed: { name: NAME, address: who.address, e164: NUMBER } as unknown as CallRow['claimed'],
  },
  ...{ via: [], treated: null, disposition: null },
};
const promise = {
  ...{ id: ID, agentId: ID, customer: NUMBER, ...who, practice: false, topic: WORDS },
  ...{ urgency: 'normal', window: { from: 1, to: 2 }, owner: WORDS, note: WORDS, cryAt: 1 },
  ...{ origin: { kind: 'missed', callId: ID, messageId: null }, cries: 1, attempts: 0, madeAt: 1 },
  ...{ lastAttemptAt: null, end: { how: 'closed', at: 3, reason: 'other', words: WORDS } },
} as unknown as PromiseRow;
const text = textRowSchema.parse({
  ...{ id: ID, agentId: ID, customer: NUMBER, ...who, practice: false, body: WORDS },
  origin: { kind: 'hand', callId: ID, promiseId: null, reasonId: null, reasonName: null },
  ...{ writtenAt: 1, editedAt: null, end: null },
});
const abuse = {
  ...{ id: ID, agentId: ID, callId: ID, kind: 'insult', begunAt: 1, end: null, break: null },
  steps: [{ rung: 'separate', at: 1, said: WORDS, recording: false, law: false }],
  ...{ override: { at: 1, why: WORDS, missing: [] }, report: { at: 1, text: WORDS }, told: null },
} as unknown as AbuseRow;
const span = {
  ...{ id: ID, agentId: ID, from: 1, to: 2, kind: 'away' as const, reasonId: 'meeting' },
  ...{
    reasonName: null,
    until: null,
    note: '010-4827-5619 회신',
    alternate: '01048275619',
    by: null,
  },
};
const ROWS: RowsOf = {
  calls: { call, customer, wrapUpMs: null, promise, text, abuse },
  promises: { promise, customer },
  absences: { span },
  texts: { text, customer },
  abuse: { abuse, call, customer },
};

const cellsOf = (dataset: keyof RowsOf, ids: readonly string[], unmasked: boolean): unknown[] => {
  const view = viewOf({ unmasked, language: 'ko', hash: (key) => `p${key.length}` });
  const all = COLUMNS[dataset] as readonly Column<unknown>[];
  return ids.map((id) => all.find((one) => one.id === id)?.value(ROWS[dataset], view));
};

describe.each(PRESET_IDS)('a masked export of %s', (preset) => {
  const { dataset } = PRESETS[preset];
  const request = exportRequestSchema.parse({ preset, format: 'xlsx', reason: '시험' });
  const sheets = [
    ...sheetsOf(request),
    { dataset, columns: COLUMNS[dataset].map(({ id }) => id), title: '' },
  ];

  it.each(sheets)('gives nothing back ($dataset, $columns.length columns)', (sheet) => {
    const said = JSON.stringify(cellsOf(sheet.dataset, sheet.columns, false));
    const digits = said.replace(/[^\d"*]/g, '');
    for (const secret of SECRETS) {
      expect(said.toLowerCase()).not.toContain(secret);
      if (/^\d+$/.test(secret)) expect(digits).not.toContain(secret);
    }
  });

  it('shows what it is asked to show', () => {
    const said = JSON.stringify(cellsOf(dataset, PRESETS[preset].columns, true));
    expect(said).toContain('010-4827-5619');
  });
});

describe('what is asked for', () => {
  it('has known columns only, each once, and a reason', () => {
    const base = { preset: 'calls', format: 'csv', reason: '점검' };
    const fits = (change: object): boolean => {
      const { data } = exportRequestSchema.safeParse({ ...base, ...change });
      return data !== undefined && knowsColumns(data);
    };
    expect(fits({})).toBe(true);
    expect(fits({ columns: ['name', 'at'] })).toBe(true);
    expect(fits({ columns: ['address'] })).toBe(false);
    expect(fits({ columns: ['at', 'at'] })).toBe(false);
    expect(fits({ timeZone: 'Mars/Olympus' })).toBe(false);
    expect(fits({ reason: '  ' })).toBe(false);
  });

  it('stands in the access log without the customer who was looked for', () => {
    const { filter } = exportRequestSchema.parse({
      ...{ preset: 'calls', format: 'csv', reason: '점검' },
      filter: { text: '홍길동 010-4827-5619', outcome: 'missed' },
    });
    expect(maskedFilter(filter)).toEqual({ text: '홍*동 010-****-5619', outcome: 'missed' });
  });
});
