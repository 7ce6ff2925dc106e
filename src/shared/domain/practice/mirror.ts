import type { CallFact, EndedBy, TransferKind } from '../call/record.ts';
import { skippedIn } from '../script/run.ts';
import type { RunRow, Visit } from '../script/run.ts';
import { stepOf } from '../script/script.ts';
import type { Script, Words } from '../script/script.ts';
import type { PracticeMood, PracticeText } from './scenario.ts';

/**
 * A practice call to look back on: what the customer did and what the agent did, side by side, and a
 * few questions nobody answers but the agent. It holds no mark of any kind: what was good about a
 * call is not counted here. All times are epoch milliseconds, lengths milliseconds.
 */

/** One thing the customer said. */
export interface CustomerWords {
  readonly at: number;
  readonly text: PracticeText;
  /** The customer's from here on, where it changed. */
  readonly mood: PracticeMood | null;
}

export interface MirrorSource {
  /** Of the call, in order. */
  readonly facts: readonly CallFact[];
  readonly said: readonly CustomerWords[];
  /** The customer's at first. */
  readonly mood: PracticeMood;
  /** What the customer says last when nothing is left to say. */
  readonly goodbye: PracticeText;
  /** Every run of a script in the call, oldest first. */
  readonly runs: readonly RunRow[];
  /** What the runs went by; of one that is missing the steps are named by their ids. */
  readonly scripts: readonly Script[];
}

type Happening =
  | { readonly side: 'customer'; readonly what: 'rang' }
  | {
      readonly side: 'customer';
      readonly what: 'said';
      readonly text: PracticeText;
      readonly mood: PracticeMood | null;
    }
  | { readonly side: 'customer'; readonly what: 'hungUp' }
  | { readonly side: 'you'; readonly what: 'called' }
  /** `afterMs`: how long it rang. */
  | { readonly side: 'you'; readonly what: 'answered'; readonly afterMs: number }
  /** `ms`: how long the customer waited. */
  | { readonly side: 'you'; readonly what: 'held'; readonly ms: number }
  | {
      readonly side: 'you';
      readonly what: 'transferred';
      readonly to: string;
      readonly kind: TransferKind;
    }
  | {
      readonly side: 'you';
      readonly what: 'step';
      readonly title: Words;
      readonly said: string;
      readonly how: NonNullable<Visit['how']> | null;
    }
  | { readonly side: 'you'; readonly what: 'acted'; readonly action: string }
  | { readonly side: 'you'; readonly what: 'ended'; readonly by: Exclude<EndedBy, 'customer'> };

/** `at`: since the call began. */
export type MirrorEntry = Happening & { readonly at: number };

/** To oneself, never answered here. */
export type MirrorQuestion =
  | { readonly kind: 'waited'; readonly ms: number }
  | { readonly kind: 'passedOver'; readonly title: Words }
  | { readonly kind: 'turned'; readonly text: PracticeText; readonly mood: PracticeMood }
  | { readonly kind: 'leftFirst' }
  | { readonly kind: 'promised' }
  | { readonly kind: 'nextKnown' }
  | { readonly kind: 'again' };

interface Written {
  readonly label: Words;
  readonly value: string;
}

export interface Mirror {
  readonly entries: readonly MirrorEntry[];
  /** What was written down in the script's fields. */
  readonly written: readonly Written[];
  readonly questions: readonly MirrorQuestion[];
}

/** A shorter wait is part of every conversation. */
const WAIT_ASKED_ABOUT_MS = 15_000;

export function mirrorOf(source: MirrorSource): Mirror {
  const began = source.facts[0]?.at ?? 0;
  const happenings = [
    ...callHappenings(source.facts),
    ...words(source),
    ...source.runs.flatMap((run) => runHappenings(run, source.scripts)),
  ];
  const entries = happenings
    .map(({ at, happening }) => ({ ...happening, at: Math.max(0, at - began) }))
    .toSorted((a, b) => a.at - b.at);
  return {
    entries,
    written: source.runs.flatMap((run) => writtenIn(run, source.scripts)),
    questions: questionsOf(source, entries),
  };
}

interface Timed {
  readonly at: number;
  readonly happening: Happening;
}

function callHappenings(facts: readonly CallFact[]): Timed[] {
  const found: Timed[] = [];
  const endAt = facts.at(-1)?.at ?? 0;
  const began = facts.find(({ type }) => type === 'started');
  const inbound = began?.type === 'started' && began.direction === 'inbound';
  for (const [place, fact] of facts.entries()) {
    const { at } = fact;
    const add = (happening: Happening): void => void found.push({ at, happening });
    switch (fact.type) {
      case 'started':
        add(inbound ? { side: 'customer', what: 'rang' } : { side: 'you', what: 'called' });
        break;
      case 'answered':
        // Of a call that we made it is the customer's first words that tell it.
        if (inbound) add({ side: 'you', what: 'answered', afterMs: at - (began?.at ?? at) });
        break;
      case 'held': {
        const back = facts.slice(place).find(({ type }) => type === 'resumed' || type === 'ended');
        add({ side: 'you', what: 'held', ms: (back?.at ?? endAt) - at });
        break;
      }
      case 'transferred':
        add({ side: 'you', what: 'transferred', to: fact.to, kind: fact.kind });
        break;
      case 'ended':
        add(
          fact.by === 'customer'
            ? { side: 'customer', what: 'hungUp' }
            : { side: 'you', what: 'ended', by: fact.by },
        );
        break;
      default:
    }
  }
  return found;
}

/** A mood is told where it changes, not with every line. */
function words({ said, mood: first }: MirrorSource): Timed[] {
  let before: PracticeMood = first;
  return said.map(({ at, text, mood }) => {
    const changed = mood !== null && mood !== before ? mood : null;
    before = mood ?? before;
    return { at, happening: { side: 'customer', what: 'said', text, mood: changed } };
  });
}

function scriptOf(run: RunRow, scripts: readonly Script[]): Script | undefined {
  return scripts.find(({ id, version }) => id === run.scriptId && version === run.version);
}

function titleOf(run: RunRow, scripts: readonly Script[], stepId: string): Words {
  const script = scriptOf(run, scripts);
  return (script && stepOf(script, stepId)?.title) ?? { ko: stepId, en: stepId };
}

function runHappenings(run: RunRow, scripts: readonly Script[]): Timed[] {
  // A step that was only looked into on the way back is none that the agent took.
  const steps = run.visits
    .filter(({ how }) => how !== 'back' && how !== 'jump')
    .map(({ stepId, at, how, said }): Timed => {
      const title = titleOf(run, scripts, stepId);
      return { at, happening: { side: 'you', what: 'step', title, said, how } };
    });
  const acts = run.acted.map(({ action, at }): Timed => ({
    at,
    happening: { side: 'you', what: 'acted', action },
  }));
  return [...steps, ...acts];
}

function writtenIn(run: RunRow, scripts: readonly Script[]): Written[] {
  const fields = scriptOf(run, scripts)?.fields ?? [];
  return Object.entries(run.fields)
    .filter(([, value]) => value.trim() !== '')
    .map(([id, value]) => {
      const label = fields.find((field) => field.id === id)?.label ?? { ko: id, en: id };
      return { label, value };
    });
}

/** At most five: more would be an examination. */
function questionsOf(
  { runs, scripts, said, goodbye }: MirrorSource,
  entries: readonly MirrorEntry[],
): MirrorQuestion[] {
  const asked: MirrorQuestion[] = [];
  const turn = entries.find((entry) => entry.what === 'said' && entry.mood !== null);
  if (turn?.what === 'said' && turn.mood !== null) {
    asked.push({ kind: 'turned', text: turn.text, mood: turn.mood });
  }
  const waits = entries.flatMap((entry) => (entry.what === 'held' ? [entry.ms] : []));
  const longest = Math.max(0, ...waits);
  if (longest >= WAIT_ASKED_ABOUT_MS) asked.push({ kind: 'waited', ms: longest });
  const passed = runs.flatMap((run) =>
    skippedIn(run).map((stepId) => titleOf(run, scripts, stepId)),
  );
  if (passed[0]) asked.push({ kind: 'passedOver', title: passed[0] });
  const leftFirst = entries.at(-1)?.what === 'hungUp' && said.at(-1)?.text.ko !== goodbye.ko;
  if (leftFirst) asked.push({ kind: 'leftFirst' });
  const promised = runs.some(({ acted }) => acted.some(({ action }) => action === 'promise'));
  if (asked.length < 4) asked.push({ kind: promised ? 'promised' : 'nextKnown' });
  return [...asked, { kind: 'again' }];
}
