import { z } from 'zod';
import { LONGEST_TEMPLATE } from '../outbox/policy.ts';

/*
 * Why an agent does not take calls. Each desk edits its own list; what a reason was called when it
 * was chosen is kept with the choice, so that a later edit changes no history.
 */

/** What happens to a call while the reason holds, where no rule says otherwise. */
export const TREATMENTS = ['ring-quietly', 'busy', 'greet', 'forward'] as const;
export const treatmentSchema = z.enum(TREATMENTS);
export type Treatment = z.infer<typeof treatmentSchema>;

/** Names of pictures; the screen has a drawing for each. */
export const REASON_ICONS = [
  'meeting',
  'training',
  'meal',
  'rest',
  'away',
  'after-call',
  'coaching',
  'focus',
  'personal',
  'protected',
  'outage',
] as const;

/** Tokens of the look; never the only sign of anything. */
export const REASON_COLOURS = ['amber', 'violet', 'blue', 'green', 'red', 'grey'] as const;

export const MOST_REASONS = 40;
export const MOST_MINUTES = 1_440;

export const reasonIdSchema = z.string().regex(/^[a-z\d][a-z\d-]{0,39}$/);

export const awayReasonSchema = z.strictObject({
  id: reasonIdSchema,
  /** As the desk calls it; null for one of ours under its usual name, in the screen's language. */
  name: z.string().trim().min(1).max(40).nullable(),
  icon: z.enum(REASON_ICONS),
  colour: z.enum(REASON_COLOURS),
  /** Minutes it usually takes; null when nobody knows. */
  minutes: z.number().int().min(1).max(MOST_MINUTES).nullable(),
  treatment: treatmentSchema,
  /** Who takes the calls with `forward`: as it is dialled. */
  forwardTo: z.string().trim().max(64).default(''),
  /** Whoever calls meanwhile and gets through to nobody is sent a text. */
  text: z.boolean().default(false),
  /** What that text says; empty for what the desk's texts say. See domain/outbox/template.ts. */
  textBody: z.string().trim().max(LONGEST_TEMPLATE).default(''),
  /** The template of texts that says it instead, in its newest version; left out: none. */
  templateId: z.string().min(1).max(40).optional(),
});
export type AwayReason = z.infer<typeof awayReasonSchema>;

/** The reason that begins by itself after a call and ends by itself: after-call work. */
export const WRAP_UP = 'wrap-up';
/** The reason chosen by the screen lock and by idle time, where the policy says so. */
export const STEPPED_OUT = 'away';
/** The break after an abusive call; nobody may be pressed to end it. */
export const PROTECTED_BREAK = 'protected-break';

type Preset = Pick<AwayReason, 'id' | 'icon' | 'colour' | 'minutes' | 'treatment' | 'text'>;

/** DOMAIN: the reasons a Korean contact centre expects. Every one of them may be edited. */
const PRESETS: readonly Preset[] = [
  { id: 'meeting', icon: 'meeting', colour: 'amber', minutes: 60, treatment: 'greet', text: true },
  {
    id: 'training',
    icon: 'training',
    colour: 'amber',
    minutes: 60,
    treatment: 'greet',
    text: true,
  },
  { id: 'meal', icon: 'meal', colour: 'amber', minutes: 60, treatment: 'greet', text: true },
  { id: 'rest', icon: 'rest', colour: 'green', minutes: 10, treatment: 'greet', text: false },
  { id: STEPPED_OUT, icon: 'away', colour: 'amber', minutes: 10, treatment: 'greet', text: false },
  {
    id: WRAP_UP,
    icon: 'after-call',
    colour: 'violet',
    minutes: null,
    treatment: 'ring-quietly',
    text: false,
  },
  {
    id: 'coaching',
    icon: 'coaching',
    colour: 'amber',
    minutes: 30,
    treatment: 'greet',
    text: false,
  },
  {
    id: 'focus',
    icon: 'focus',
    colour: 'blue',
    minutes: 30,
    treatment: 'ring-quietly',
    text: false,
  },
  {
    id: 'personal',
    icon: 'personal',
    colour: 'grey',
    minutes: null,
    treatment: 'greet',
    text: true,
  },
  {
    id: PROTECTED_BREAK,
    icon: 'protected',
    colour: 'green',
    minutes: 30,
    treatment: 'greet',
    text: false,
  },
  { id: 'outage', icon: 'outage', colour: 'red', minutes: null, treatment: 'busy', text: false },
];

export const DEFAULT_REASONS: readonly AwayReason[] = PRESETS.map((preset) => ({
  name: null,
  forwardTo: '',
  textBody: '',
  ...preset,
}));

/** No two of the same id; after-call work is always there, since calls begin it. */
export const awayReasonsSchema = z
  .array(awayReasonSchema)
  .min(1)
  .max(MOST_REASONS)
  .refine((reasons) => new Set(reasons.map(({ id }) => id)).size === reasons.length)
  .refine((reasons) => reasons.some(({ id }) => id === WRAP_UP));
