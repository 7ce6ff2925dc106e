import { z } from 'zod';

/**
 * Whether calls are recorded, as the administrator decided (docs/provisioning.md). A party that
 * records its own call is generally no interception; announcing it is the norm, so that leaving
 * the notice out has to be written down.
 */
export const recordingPolicySchema = z.object({
  /** `agent`: when the agent starts it. `always`: every call that is answered. */
  mode: z.enum(['off', 'agent', 'always']),
  /** `spoken`: by a clip or by the agent, before anything is recorded. */
  notice: z.enum(['spoken', 'none']),
  /** The sentence, where the organisation has one of its own. */
  noticeText: z.string().nullable(),
  /** Days until a recording is removed for good; null where nobody has decided: never. */
  retentionDays: z.number().int().min(1).max(3_650).nullable(),
});
export type RecordingPolicy = z.infer<typeof recordingPolicySchema>;

export const NO_RECORDING: RecordingPolicy = {
  mode: 'off',
  notice: 'spoken',
  noticeText: null,
  // A file that cannot be read must not shorten what an earlier one promised to keep.
  retentionDays: null,
};

/** Where recordings are made and nothing is said of how long they are kept. */
export const DEFAULT_RETENTION_DAYS = 90;

export const mayRecord = ({ mode }: RecordingPolicy): boolean => mode !== 'off';
