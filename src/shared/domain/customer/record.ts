import { customerNumberKey } from './customer.ts';
import type { CustomerFact, CustomerNumber, CustomerRow, Note } from './customer.ts';

const NO_ADDRESSES = { mail: '', messenger: '', newsletter: '' } as const;

/**
 * What the facts of one customer add up to, whatever the order in which they came and however often
 * each: they are read in the order in which they were said. Nothing outlives an erasure, not even
 * what is told later of before it.
 * @returns null without facts
 */
export function rowOf(
  id: string,
  facts: readonly CustomerFact[],
  agentId: string,
): CustomerRow | null {
  const ordered = [...new Map(facts.map((fact) => [fact.id, fact])).values()].sort(inTime);
  const [first] = ordered;
  if (!first) return null;
  const erased = ordered.find(({ type }) => type === 'erased');
  if (erased?.type === 'erased') {
    const { at, reason } = erased;
    const end = { createdAt: Math.min(first.at, at), changedAt: at };
    return { ...nobody(id, agentId, end), merged: mergeOf(ordered), erased: { at, reason } };
  }
  const times = { createdAt: first.at, changedAt: ordered.at(-1)?.at ?? first.at };
  return {
    ...ordered.reduce(apply, nobody(id, agentId, times)),
    notes: notesOf(ordered),
    consents: consentsOf(ordered),
    merged: mergeOf(ordered),
  };
}

/** Two facts of one moment have an order too. */
function inTime(one: CustomerFact, other: CustomerFact): number {
  return one.at - other.at || (one.id < other.id ? -1 : 1);
}

function nobody(
  id: string,
  agentId: string,
  times: Pick<CustomerRow, 'createdAt' | 'changedAt'>,
): CustomerRow {
  return {
    id,
    agentId,
    createdAt: times.createdAt,
    changedAt: times.changedAt,
    name: '',
    numbers: [],
    preferences: null,
    addresses: { ...NO_ADDRESSES },
    consents: [],
    notes: [],
    merged: null,
    erased: null,
  };
}

function apply(row: CustomerRow, fact: CustomerFact): CustomerRow {
  switch (fact.type) {
    case 'created':
      return { ...row, numbers: fact.numbers.reduce(withNumber, row.numbers) };
    case 'named':
      return { ...row, name: fact.name };
    case 'number-added':
      return { ...row, numbers: withNumber(row.numbers, fact.number) };
    case 'number-removed':
      return {
        ...row,
        numbers: row.numbers.filter((number) => customerNumberKey(number) !== fact.key),
      };
    case 'preferred':
      return { ...row, preferences: fact.preferences };
    case 'addressed':
      return { ...row, addresses: { ...row.addresses, [fact.kind]: fact.address } };
    default:
      // Notes, consents and merges look at all facts at once.
      return row;
  }
}

function withNumber(numbers: CustomerNumber[], { number, e164 }: CustomerNumber): CustomerNumber[] {
  const key = customerNumberKey({ number, e164 });
  const known = numbers.some((one) => customerNumberKey(one) === key);
  return known ? numbers : [...numbers, { number, e164 }];
}

/** By when the customer said it: a form that is found later does not undo a later withdrawal. */
function consentsOf(ordered: readonly CustomerFact[]): CustomerRow['consents'] {
  return ordered
    .filter((fact) => fact.type === 'consented')
    .map(({ kind, given, on, at, id, source }) => ({ kind, given, on, at, id, source }))
    .sort((a, b) => a.on - b.on || a.at - b.at || (a.id < b.id ? -1 : 1));
}

function notesOf(ordered: readonly CustomerFact[]): Note[] {
  const notes = new Map<string, Note>();
  for (const fact of ordered) {
    if (fact.type === 'noted' && !notes.has(fact.noteId)) {
      const { noteId: id, customerId, at, text, callId } = fact;
      const unchanged = { earlier: [], editedAt: null, removedAt: null };
      notes.set(id, { id, customerId, at, text, callId, ...unchanged });
    }
  }
  for (const fact of ordered) {
    if (fact.type !== 'note-edited' && fact.type !== 'note-removed') continue;
    const note = notes.get(fact.noteId);
    if (!note || note.removedAt !== null) continue;
    const { at } = fact;
    if (fact.type === 'note-removed') notes.set(note.id, { ...note, removedAt: at });
    else if (fact.text !== note.text) {
      const earlier = [...note.earlier, { at: note.editedAt ?? note.at, text: note.text }];
      notes.set(note.id, { ...note, text: fact.text, earlier, editedAt: at });
    }
  }
  return [...notes.values()];
}

/** The newest merge that was not taken back. */
function mergeOf(ordered: readonly CustomerFact[]): CustomerRow['merged'] {
  const undone = new Set(
    ordered.filter((fact) => fact.type === 'unmerged').map(({ merge }) => merge),
  );
  const merge = ordered.findLast((fact) => fact.type === 'merged' && !undone.has(fact.id));
  if (merge?.type !== 'merged') return null;
  return { into: merge.into, fact: merge.id, at: merge.at, reason: merge.reason };
}
