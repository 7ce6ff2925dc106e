import { searchPatterns } from '#shared/domain/contact/search.ts';
import { prepared } from '../database.ts';
import type { Db } from '../database.ts';

/** Whoever has more people of one name looks for more than the name. */
const MOST_PEOPLE = 50;

/**
 * The numbers of contacts and customers who are found by a word, as they themselves are searched: by
 * initial consonants too. Calls are stored with the name the exchange said; people are looked for by
 * what they are called here.
 * @returns E.164, each once
 */
export function numbersFoundBy(db: Db, word: string): readonly string[] {
  const [patterns = []] = searchPatterns(word);
  if ([...word].length < 2 || patterns.length === 0) return [];
  const found = patterns.map(() => 'search GLOB ?').join(' OR ');
  const numbers = prepared(
    db,
    `SELECT e164 FROM contact_numbers WHERE e164 IS NOT NULL AND contact_id IN
       (SELECT id FROM contacts WHERE ${found} LIMIT ${MOST_PEOPLE})
     UNION SELECT key FROM customer_numbers WHERE key LIKE '+%' AND customer_id IN
       (SELECT id FROM customers WHERE merged_into IS NULL AND erased = 0 AND (${found})
        LIMIT ${MOST_PEOPLE})`,
  );
  return numbers.pluck().all(...patterns, ...patterns) as string[];
}
