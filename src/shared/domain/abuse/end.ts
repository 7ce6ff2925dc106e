import type { EndedBy } from '../call/record.ts';
import { isComplete, missingFor } from './ladder.ts';
import type { Missing } from './ladder.ts';
import type { AbusePolicy } from './policy.ts';
import { reachedIn } from './record.ts';
import type { AbuseRow, CASE_ENDS } from './record.ts';

/** How a case ended with its call, and what had not been said by then. */
export function endOf(
  row: Pick<AbuseRow, 'kind' | 'steps' | 'override' | 'goesOn'>,
  by: EndedBy | null,
  talkedMs: number,
  policy: AbusePolicy,
): { readonly how: (typeof CASE_ENDS)[number]; readonly missing: Missing } {
  const missing = missingFor({ kind: row.kind, reached: reachedIn(row), talkedMs }, policy);
  if (by === 'customer') return { how: 'customer', missing };
  if (by !== 'agent') return { how: 'broken', missing };
  if (isComplete(missing)) return { how: 'ladder', missing };
  return { how: row.override ? 'override' : 'early', missing };
}
