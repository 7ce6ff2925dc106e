import type { IeumContract } from '#shared/contract/index.ts';
import { customerNumberKey } from '#shared/domain/customer/customer.ts';
import type { CustomerFact } from '#shared/domain/customer/customer.ts';
import { ERASED_PARTS } from '#shared/domain/privacy/certificate.ts';
import type { CertificateBody, ErasedPart } from '#shared/domain/privacy/certificate.ts';
import type { ParsedInputOf } from '#shared/rpc/contract.ts';
import { AppError } from '#shared/errors.ts';
import { addAccess } from '../db/accessLog.ts';
import { addCertificate } from '../db/certificates.ts';
import { eraseContact } from '../db/contactErasure.ts';
import { contactIdsWith } from '../db/contacts.ts';
import { addCustomerFact, ownKeys } from '../db/customerProjection.ts';
import { readUnited, rootOf } from '../db/customers.ts';
import { emptyTraces } from '../db/customerTraces.ts';
import type { EmptiedTraces } from '../db/customerTraces.ts';
import type { Db } from '../db/database.ts';
import { eraseNumbers, isOwed } from '../db/fullErasure.ts';
import type { FullyErased } from '../db/fullErasure.ts';
import { heldNow } from '../db/holds.ts';
import { readMeta } from '../db/meta.ts';
import { forgetDialog } from '../db/openDialogs.ts';
import type { CallIndex } from './callIndex.ts';

export type ErasureWish = ParsedInputOf<IeumContract, 'customers.erase'>;

export interface ErasureBy {
  readonly agentId: string;
  readonly at: number;
  readonly origin: string;
  readonly newId: () => string;
  readonly index: Pick<CallIndex, 'noteErased'>;
  /** What other agents' apps have told of them. */
  readonly eraseInTeam: (db: Db, keys: readonly string[]) => void;
}

export interface Erased {
  readonly customers: readonly string[];
  readonly contacts: readonly string[];
  readonly shared: number;
  readonly traces: EmptiedTraces;
  readonly certificate: number | null;
}

const NO_TRACES: EmptiedTraces = {
  ...{ callIds: [], threads: [], counts: {}, held: [] },
  left: { disputes: 0, abuse: 0 },
};
const NO_NUMBERS: FullyErased = { counts: {}, refs: [] };

/**
 * One customer, with whoever was merged into them, and the certificate of it. Within a transaction.
 * @throws AppError `customer.unknown`, `privacy.held`, `privacy.owed`
 */
export function eraseCustomer(db: Db, wish: ErasureWish, by: ErasureBy): Erased {
  const { id, customerId, reason, kept, ground, extent } = wish;
  const { agentId, at, newId } = by;
  const customer = readUnited(db, rootOf(db, customerId));
  if (!customer) throw new AppError('customer.unknown', 'There is no such customer.');
  if (customer.erased) {
    return { customers: [], contacts: [], shared: 0, traces: NO_TRACES, certificate: null };
  }
  const keys = [...new Set(customer.numbers.map(customerNumberKey))];
  const customers = [customer.id, ...customer.absorbed.map((one) => one.id)];
  const held = heldNow(db, at);
  if (customers.some((one) => held.customers.has(one)) || keys.some((key) => held.keys.has(key))) {
    throw new AppError('privacy.held', 'The customer is held.');
  }
  for (const one of customers) {
    const fact: CustomerFact = {
      ...{ id: one === customer.id ? id : newId(), customerId: one, at },
      ...{ type: 'erased', reason, ...(kept ? { kept } : {}) },
    };
    addCustomerFact(db, fact, agentId);
  }
  const own = ownKeys(db, keys);
  const full = extent === 'full';
  if (full && isOwed(db, own)) {
    throw new AppError('privacy.owed', 'Something is owed to the customer.');
  }
  const traces = emptyTraces(db, own, kept, held.calls);
  for (const callId of traces.callIds) forgetDialog(db, callId, at);
  by.eraseInTeam(db, own);
  by.index.noteErased(db);
  const gone = wish.contacts || full ? contactIdsWith(db, keys) : [];
  for (const contact of gone) eraseContact(db, contact);
  addAccess(db, {
    ...{ id: newId(), at, agentId, origin: by.origin, action: 'customer.erase' },
    ...{ reason: kept ? `${reason} (${kept.what.join(', ')}: ${kept.reason})` : reason },
    ...{ subjectKind: 'customer', subjectId: customer.id, person: null },
  });
  const numbers = full
    ? eraseNumbers(db, own, traces, {
        disputes: kept?.what.includes('disputes') ?? false,
        abuse: kept?.what.includes('abuse') ?? false,
      })
    : NO_NUMBERS;
  const shared = keys.length - own.length;
  const counts = {
    cards: customers.length,
    contacts: gone.length,
    ...traces.counts,
    ...numbers.counts,
  };
  const body: CertificateBody = {
    ...{ ground, extent, refs: numbers.refs },
    erased: ERASED_PARTS.map((part) => ({ part, count: countOf(counts, part) })).filter(
      ({ count }) => count > 0,
    ),
    kept: keptOf(traces, shared, full),
  };
  const who = wish.who || (readMeta(db, 'access_actor') ?? '');
  const { no } = addCertificate(db, { id: newId(), at, who, body }, agentId);
  return { customers, contacts: gone, shared, traces, certificate: no };
}

function countOf(counts: Partial<Record<ErasedPart, number>>, part: ErasedPart): number {
  return counts[part] ?? 0;
}

/** What is left, and why; what nobody counts has no figure. */
function keptOf(traces: EmptiedTraces, shared: number, full: boolean): CertificateBody['kept'] {
  const { held, left, callIds } = traces;
  const counted = [
    { why: 'hold', count: held.length },
    { why: 'dispute', count: left.disputes },
    { why: 'abuse', count: left.abuse },
    { why: 'shared', count: shared },
    // Calls without whom they were with; of `words` with their numbers.
    { why: full ? 'figures' : 'numbers', count: callIds.length },
  ] as const;
  return [
    ...counted.filter(({ count }) => count > 0),
    { why: 'accessLog', count: null },
    { why: 'backups', count: null },
  ];
}
