import { LONGEST_URL } from '../url/urlGate.ts';

/**
 * A mail with the words of a text. What the gate would refuse for its length ends earlier; the whole
 * of it can be copied.
 * @param to empty: for whoever the agent writes it to */
export function mailDraft(body: string, subject: string, to = ''): string {
  const characters = [...body];
  const address = (count: number): string => {
    const words = encodeURIComponent(characters.slice(0, count).join(''));
    return `mailto:${encodeURIComponent(to).replace('%40', '@')}?subject=${encodeURIComponent(subject)}&body=${words}`;
  };
  let count = characters.length;
  while (count > 0 && address(count).length > LONGEST_URL) count -= 1;
  return address(count);
}
