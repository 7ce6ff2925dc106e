/**
 * Whether a link's number goes straight into the dial box. Where something would be lost, or the
 * agent is busy with somebody, they are asked, and nothing on the screen moves.
 */
export function arrivalOf(
  text: string,
  desk: {
    readonly dialText: string;
    /** Calls that ring, wait or are talked on. */
    readonly calls: number;
    /** The agent is writing somewhere else. */
    readonly typing: boolean;
  },
): 'fill' | 'ask' {
  const empty = desk.dialText.trim() === '' || desk.dialText === text;
  return empty && desk.calls === 0 && !desk.typing ? 'fill' : 'ask';
}
