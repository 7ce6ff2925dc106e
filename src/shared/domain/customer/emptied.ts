/**
 * What stands for a word that was erased: nothing where a fact may say nothing, and a dash where it
 * must say something.
 */
type Blank = '' | '—' | null;

/** By the name of a field at any depth, or by `type.field` where only that type of fact is meant. */
export type Blanks = Readonly<Record<string, Blank>>;

/** The words of facts that may say something of a customer; ids, times, kinds and counts are none. */
export const BLANKS = {
  // `ruleName`: a rule may be called after a caller.
  calls: {
    ...{ name: null, rawName: null, ruleName: null, note: '', text: '', tags: '—' },
    ...{ 'confirmed.reason': '', 'deleted.detail': '' },
  },
  promises: {
    ...{ name: null, topic: '', note: '', words: '', why: '—', 'rescheduled.reason': '' },
  },
  pauses: {
    ...{
      'opened.name': null,
      name: '—',
      causeNote: '',
      note: '',
      text: '—',
      plan: '',
      relation: '',
      number: '',
    },
    ...{ items: '—', why: '—', thanks: '', hours: '', words: '' },
  },
  runs: { said: '', value: '' },
  abuse: { said: '', why: '—', text: '' },
  mistakes: {
    ...{ name: null, said: '—', inconvenience: '', correct: '', why: '', text: '—', words: '—' },
    ...{ note: '', further: '' },
  },
  reflections: { wentWell: '', wouldTry: '' },
  // `fileName`, `sha256`: of its pictures, whose files go with them.
  texts: {
    ...{ name: null, body: '—', subject: '', place: '—', bring: '', passed: '', despite: '' },
    ...{ fileName: '—', sha256: '' },
  },
  messages: { name: null, rawName: null, body: '' },
  /** By what a caller could be called back: only where everything of them is to go. */
  callNumbers: {
    ...{ 'started.address': '—', 'started.dialled': '—', 'started.e164': null },
    ...{ 'started.sipCallId': null, 'identified.sipCallId': '—', 'confirmed.number': '—' },
  },
  mistakeNumbers: { customerKey: null },
} as const satisfies Readonly<Record<string, Blanks>>;

/** The body of a fact without its words: what is left has the same shape. */
export function emptied(type: string, body: object, blanks: Blanks): unknown {
  // What is said of a recording has a kind of its own.
  const kind = 'what' in body && typeof body.what === 'string' ? body.what : type;
  return emptiedPart(body, '');

  function emptiedPart(part: unknown, field: string): unknown {
    if (typeof part === 'string') {
      const name = [`${kind}.${field}`, field].find((one) => Object.hasOwn(blanks, one));
      return name === undefined ? part : blanks[name];
    }
    if (Array.isArray(part)) return part.map((item) => emptiedPart(item, field));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, emptiedPart(value, key)]),
    );
  }
}
