import type { Identity, Station } from '#shared/domain/pbx/callerWay.ts';
import { nameText, numberText } from '../calls/partyWords.ts';

type Translate = (key: string, named: Record<string, string>) => string;

interface Way {
  readonly via?: readonly Station[];
  readonly claimed?: Identity | null;
}

/** "대표번호 1588-0000 경유"; null for a call that came straight here. */
export function viaText({ via = [] }: Way, t: Translate): string | null {
  if (via.length === 0) return null;
  const stations = via.map(({ number, e164, name }) => {
    const shown = numberText({ name, dialled: number, e164 }) || number;
    return name === null || name === shown ? shown : `${name} ${shown}`;
  });
  return t('pbx.via', { stations: stations.join(' → ') });
}

/** What the caller's own phone said, where the exchange vouches for somebody else. */
export function claimedText({ claimed }: Way, t: Translate, hidden: string): string | null {
  if (!claimed) return null;
  const shown = [nameText(claimed), numberText(claimed) || hidden].filter(Boolean).join(' ');
  return t('pbx.claimed', { who: shown });
}
