import * as z from 'zod';
import { triggerSchema } from '../script/script.ts';

/**
 * A simulated customer, as data. One JSON file in `resources/practice/` is one scenario.
 * Times are milliseconds. Every text is written in Korean and English.
 */

const slug = z.string().regex(/^[a-z][a-z0-9-]*$/);
const text = z.strictObject({ ko: z.string().trim().min(1), en: z.string().trim().min(1) });
const ms = z.int().min(0).max(600_000);

/** What the customer does once a line has been said. */
const thenSchema = z.discriminatedUnion('kind', [
  /** Wait until the agent has spoken and fallen quiet, or `maxMs` at most. */
  z.strictObject({ kind: z.literal('listen'), maxMs: ms }),
  /** Go straight on to the next line. */
  z.strictObject({ kind: z.literal('continue') }),
  /** Say goodbye and hang up. */
  z.strictObject({ kind: z.literal('hangUp') }),
]);

export const MOODS = ['calm', 'anxious', 'confused', 'hurt', 'angry', 'relieved'] as const;
const moodSchema = z.enum(MOODS);
export type PracticeMood = z.infer<typeof moodSchema>;

const spokenSchema = z.strictObject({
  id: slug,
  /** Caption. The Korean text is also what the voice reads. */
  say: text,
  /** Path under `resources/practice/`, e.g. `audio/late-delivery/greeting.ogg`. */
  audio: z.string().regex(/^audio\/[a-z0-9-]+\/[a-z0-9-]+\.ogg$/),
  /** How the customer feels from these words on; left out: as before. */
  mood: moodSchema.optional(),
});

/**
 * Said once the agent has taken one of these steps of the guided script: the same thing is said at
 * another step by whoever came another way. Each reaction is said once a call.
 */
const takenSchema = spokenSchema.extend({ steps: z.array(slug).min(1).max(6) });

/**
 * Said before the line `by` when none of the steps has been taken until then. Only where the agent is
 * guided at all: of an agent without a script nobody knows what was passed over.
 */
const missedSchema = takenSchema.extend({ by: slug });

const lineSchema = spokenSchema.extend({
  /** Pause before the line: the customer thinks, breathes, looks something up. */
  pauseMs: ms,
  then: thenSchema,
});

/** How `scripts/make-practice-audio.sh` makes the voice. Not used at run time. */
const voiceSchema = z.strictObject({
  /** espeak-ng voice, e.g. `ko+m3`. */
  name: z.string().regex(/^ko(\+[A-Za-z0-9_]+)?$/),
  /** Words per minute, espeak-ng `-s`. */
  speed: z.int().min(80).max(260),
  /** 0 to 99, espeak-ng `-p`. */
  pitch: z.int().min(0).max(99),
  /** Pause between words in 10 ms units, espeak-ng `-g`. */
  gap: z.int().min(0).max(50),
});

export const practiceScenarioSchema = z
  .strictObject({
    kind: z.literal('scenario'),
    id: slug,
    version: z.int().min(1),
    title: text,
    summary: text,
    /** `incoming`: the customer rings us. `outgoing`: the customer answers when we call. */
    direction: z.enum(['incoming', 'outgoing']),
    caller: z.strictObject({
      name: z.string().trim().min(1),
      number: z.string().regex(/^010-0000-\d{4}$/),
    }),
    /** How the customer feels at first; lines and reactions change it. */
    mood: moodSchema,
    /** The guided script that fits, and what the trouble is about. */
    script: z.strictObject({ id: slug, trigger: triggerSchema.optional() }),
    /** What the customer really needs and never says so; told after the call. */
    trueNeed: text,
    voice: voiceSchema,
    /** What happens first: the customer speaks, or waits for the agent's greeting. */
    opening: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('listen'), maxMs: ms }),
      z.strictObject({ kind: z.literal('speak') }),
    ]),
    lines: z.array(lineSchema).min(1),
    reactions: z.strictObject({
      /** Said, in turn, when the agent takes the customer back from hold. */
      resumed: z.array(spokenSchema),
      /** Said, in turn, when the agent says nothing (a muted microphone sounds the same). */
      silence: z.array(spokenSchema),
      steps: z.array(takenSchema).max(6),
      missed: z.array(missedSchema).max(4),
      /** The last words to the agent, when somebody else takes the customer over. */
      handedOn: spokenSchema,
    }),
    /**
     * What the customer writes back to a text that offers times; `{n}` is the number they pick. They
     * write Korean, as they speak. Left out: the number alone.
     */
    slotReply: z
      .string()
      .trim()
      .max(100)
      .refine((words) => words.includes('{n}'))
      .optional(),
    limits: z.strictObject({
      /** Agent quiet this long after speaking: the customer's turn. */
      turnGapMs: ms,
      /** How long the customer waits for an answer to a reaction. */
      replyMs: ms,
      /** Nothing heard for this long while listening: a `silence` reaction, once a turn. */
      silenceMs: ms,
      /** This many turns in a row without a word from the agent: the customer hangs up. */
      silentTurns: z.int().min(1),
      /** Unanswered this long: the customer gives up ringing. */
      ringMs: ms,
      /** On hold this long without a break: the customer hangs up. */
      holdMs: ms,
      /** The whole call lasts no longer than this. */
      callMs: z.int().min(1_000).max(3_600_000),
    }),
  })
  .superRefine((scenario, context) => {
    const spoken = spokenIn(scenario);
    for (const field of ['id', 'audio'] as const) {
      const values = spoken.map((line) => line[field]);
      const twice = values.find((value, index) => values.indexOf(value) !== index);
      if (twice !== undefined) {
        context.addIssue({ code: 'custom', message: `${field} "${twice}" is used twice` });
      }
    }
    for (const line of scenario.lines.slice(0, -1)) {
      if (line.then.kind === 'hangUp') {
        context.addIssue({ code: 'custom', message: `lines after "${line.id}" are never said` });
      }
    }
    for (const { id, by } of scenario.reactions.missed) {
      const place = scenario.lines.findIndex((line) => line.id === by);
      // In the middle of a turn nobody is asked what was passed over.
      if (place < 1 || scenario.lines[place - 1]?.then.kind !== 'listen') {
        context.addIssue({ code: 'custom', message: `"${id}": no turn begins with "${by}"` });
      }
    }
  });

type Spoken = z.infer<typeof spokenSchema>;

/** Everything the customer of a scenario can say. */
export function spokenIn(scenario: {
  readonly lines: readonly Spoken[];
  readonly reactions: Readonly<
    Record<'resumed' | 'silence' | 'steps' | 'missed', readonly Spoken[]>
  > & { readonly handedOn: Spoken };
}): readonly Spoken[] {
  const { lines, reactions } = scenario;
  const { resumed, silence, steps, missed, handedOn } = reactions;
  return [...lines, ...resumed, ...silence, ...steps, ...missed, handedOn];
}

export type PracticeScenario = z.infer<typeof practiceScenarioSchema>;
export type PracticeLine = PracticeScenario['lines'][number];
/** Anything the customer says: a line of the conversation or a reaction. */
export type PracticeSpoken = Spoken;
export type PracticeText = z.infer<typeof text>;
