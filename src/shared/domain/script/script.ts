import { z } from 'zod';

/**
 * A guided script: what an agent can say next in a call that turned hard. It is data, one JSON file a
 * script in resources/scripts, so that a team lead can change it; nothing in it is ever forced on the
 * agent. `check.ts` says whether its steps hang together, `words.ts` fills its tokens, `run.ts` goes
 * through it.
 */

/** Why a customer is angry: the six of the source article and the customer's own fault. */
export const TRIGGERS = [
  'defect',
  'deadline',
  'service',
  'billing',
  'miscommunication',
  'expectation',
  'misuse',
] as const;
export const triggerSchema = z.enum(TRIGGERS);
export type Trigger = z.infer<typeof triggerSchema>;

/** What the agent hears: 감정형 wants to be heard first, 이성형 wants facts first. */
export const TONES = ['emotional', 'rational'] as const;
export const toneSchema = z.enum(TONES);
export type Tone = z.infer<typeof toneSchema>;

/** What the ladder against abuse is about. */
export const ABUSES = ['insult', 'harassment', 'threat', 'endless'] as const;
export const abuseSchema = z.enum(ABUSES);
export type Abuse = z.infer<typeof abuseSchema>;

/** What a script is for; it is offered in these situations. */
export const SITUATIONS = [
  'difficult',
  'mistake',
  'calming',
  'abuse',
  'callback',
  'paused',
  'consult',
] as const;
export const situationSchema = z.enum(SITUATIONS);
export type Situation = z.infer<typeof situationSchema>;

/** A short calm word to the agent, never spoken and never in front of the sentence. */
export const CUES = ['breathe', 'slow', 'listen', 'facts', 'kind', 'steady'] as const;

/** What a step offers to do, beside what is said in it; each is done by a press of the agent. */
export const ACTIONS = [
  /** A promise to the customer with its deadline (the consult-and-return form). */
  'promise',
  /** To a lead or colleague, with the summary so far. */
  'escalate',
  /** The text after the call, with the fields filled in. */
  'text',
  /** A mistake of ours is written down. */
  'mistake',
  /** A rung of the ladder against abuse. */
  'ladder',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Where what is typed into a field goes, beside the run itself. */
export const FILLS = [
  'problem',
  'tried',
  'wanted',
  'facts',
  'cause',
  'solution',
  'prevention',
  'promise',
  'note',
] as const;

const scriptIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .max(40);

const wordsSchema = z.strictObject({
  ko: z.string().trim().min(1).max(400),
  en: z.string().trim().min(1).max(600),
});
export type Words = z.infer<typeof wordsSchema>;

/** When a variant or a step fits; what is not named does not matter. */
const whenSchema = z.strictObject({
  tone: toneSchema.optional(),
  abuse: z.array(abuseSchema).min(1).optional(),
  /** `녹음 중` may be said only while recording is really on. */
  recording: z.boolean().optional(),
});
export type When = z.infer<typeof whenSchema>;

const variantSchema = wordsSchema.extend({ when: whenSchema.optional() });

const choiceSchema = z.strictObject({
  id: scriptIdSchema,
  label: wordsSchema,
  to: scriptIdSchema,
  /** Choosing it says what the trouble is about. */
  trigger: triggerSchema.optional(),
});
export type Choice = z.infer<typeof choiceSchema>;

const fieldSchema = z.strictObject({
  id: scriptIdSchema,
  label: wordsSchema,
  /** What may be written there. */
  hint: wordsSchema.optional(),
  kind: z.enum(['line', 'lines', 'options', 'time']),
  /** Of `options`: what is approved and may be promised. */
  options: z.array(wordsSchema).max(9).optional(),
  fills: z.enum(FILLS),
});
export type Field = z.infer<typeof fieldSchema>;

const stepSchema = z.strictObject({
  id: scriptIdSchema,
  /** As it stands in the list of steps; a few syllables. */
  title: wordsSchema,
  /** Spoken; several, so that nobody sounds like a tape. None: a step that is only done. */
  say: z.array(variantSchema).max(12),
  cue: z.strictObject({ kind: z.enum(CUES), words: wordsSchema }).optional(),
  /** What is written down in it, by the ids of the script's fields. */
  fields: z.array(scriptIdSchema).max(4).default([]),
  /** Answers of the customer that lead elsewhere, on the number keys. */
  choices: z.array(choiceSchema).max(9).default([]),
  /** The step after it; null: the script ends here. */
  next: scriptIdSchema.nullable(),
  /** Passed over when it does not fit. */
  when: whenSchema.optional(),
  /** How long it may take before the agent is reminded, in seconds. */
  seconds: z.number().int().min(5).max(1_800).optional(),
  action: z.enum(ACTIONS).optional(),
});
export type Step = z.infer<typeof stepSchema>;

export const scriptSchema = z.strictObject({
  kind: z.literal('script'),
  id: scriptIdSchema,
  version: z.number().int().min(1).max(100_000),
  situation: situationSchema,
  title: wordsSchema,
  summary: wordsSchema,
  start: scriptIdSchema,
  /** The first step by what the trouble is about; without an entry, `start`. */
  entries: z.partialRecord(triggerSchema, scriptIdSchema).default({}),
  fields: z.array(fieldSchema).max(20).default([]),
  steps: z.array(stepSchema).min(1).max(80),
});
export type Script = z.infer<typeof scriptSchema>;

export interface Circumstances {
  readonly tone: Tone;
  readonly abuse: Abuse | null;
  readonly recording: boolean;
}

export function fits(when: When | undefined, now: Circumstances): boolean {
  if (!when) return true;
  if (when.tone !== undefined && when.tone !== now.tone) return false;
  if (when.recording !== undefined && when.recording !== now.recording) return false;
  return when.abuse === undefined || (now.abuse !== null && when.abuse.includes(now.abuse));
}

export function stepOf(script: Script, id: string): Step | null {
  return script.steps.find((step) => step.id === id) ?? null;
}

/** What can be said in a step as things stand; more particular sentences first. */
export function sentencesOf(step: Step, now: Circumstances): readonly Words[] {
  const weight = ({ when }: { when?: When | undefined }): number => Object.keys(when ?? {}).length;
  return step.say.filter(({ when }) => fits(when, now)).toSorted((a, b) => weight(b) - weight(a));
}

/** This step, or the first after it that fits as things stand; null: the script is over. */
export function fittingFrom(script: Script, id: string | null, now: Circumstances): Step | null {
  const seen = new Set<string>();
  for (let at = id; at !== null && !seen.has(at);) {
    seen.add(at);
    const step = stepOf(script, at);
    if (!step) return null;
    if (fits(step.when, now)) return step;
    at = step.next;
  }
  return null;
}
