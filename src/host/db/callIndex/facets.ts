import type { CallRow } from '#shared/domain/call/record.ts';
import type { PromiseFacet, TextFacet } from '#shared/domain/history/filter.ts';
import { gradeOfSummary } from '#shared/domain/quality/callQuality.ts';
import { foldedTag } from '#shared/domain/history/tags.ts';

/*
 * What calls are chosen by, as words of the index. Whatever stands in them, they hold no character
 * that its tokenizer parts words at, and none that a word of a text could be.
 */

/** What hangs on a call in other tables. */
export interface Related {
  readonly promises: readonly PromiseFacet[];
  readonly texts: readonly TextFacet[];
  readonly scripts: readonly string[];
}

export type Facet =
  | ('direction' | 'outcome' | 'agent' | 'type' | 'result' | 'reason' | 'quality' | 'tag')
  | ('promise' | 'text' | 'script' | 'voicemail' | 'number' | 'is');

/** One word of the index. */
export function facet(name: Facet, value: string): string {
  const plain = value.replace(
    /[^a-z0-9-]/g,
    (sign) => `_${(sign.codePointAt(0) ?? 0).toString(16)}_`,
  );
  return `${name}:${plain}`;
}

export function facetsOf(call: CallRow, { promises, texts, scripts }: Related): readonly string[] {
  const { disposition, quality, treated, voicemail, e164 } = call;
  const talked = call.answeredAt !== null && call.endedAt !== null;
  const grade = quality === null ? null : gradeOfSummary(quality);
  const some = (name: Facet, values: readonly (string | null | undefined)[]): string[] =>
    [...new Set(values.filter((value) => value != null))].map((value) => facet(name, value));
  return [
    ...some('direction', [call.direction]),
    ...some('outcome', [call.outcome]),
    ...some('agent', [call.agentId]),
    ...some('type', disposition?.path.map(({ id }) => id) ?? []),
    ...some('result', [disposition?.result?.id]),
    ...some('reason', [treated?.reasonId]),
    ...some('quality', [grade]),
    ...some('tag', call.tags.map(foldedTag)),
    ...some('promise', promises),
    ...some('text', texts),
    ...some('script', scripts),
    ...some('voicemail', [voicemail]),
    ...some('number', [e164]),
    ...some('is', [
      call.service === null ? null : 'service',
      call.recorded ? 'recorded' : null,
      voicemail === null ? null : 'voicemail',
      call.practice ? 'practice' : 'real',
      talked && disposition === null && call.service === null ? 'undisposed' : null,
    ]),
  ];
}
