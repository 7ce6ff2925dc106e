/**
 * Prints the call state machine as a table, from the code itself, between the marks in
 * docs/architecture.md. A test fails while the document says something else.
 *
 *   node scripts/call-table.ts          writes the document
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PHASES } from '#shared/domain/call/call.ts';
import type { Call, CallInput, Phase } from '#shared/domain/call/call.ts';
import { IllegalCommand, transition } from '#shared/domain/call/transition.ts';

const cause = { code: 'x' };

/** One of each input; the ones that differ by a parameter stand once for each that matters. */
export const SAMPLE_INPUTS: readonly (readonly [label: string, input: CallInput])[] = [
  ['answer', { type: 'answer' }],
  ['attend', { type: 'attend', greetingId: null, until: null, voicemail: true }],
  ['reject', { type: 'reject', as: 'decline' }],
  ['hangUp', { type: 'hangUp' }],
  ['hold', { type: 'hold' }],
  ['resume', { type: 'resume' }],
  ['mute', { type: 'mute' }],
  ['sendDigits', { type: 'sendDigits', digits: '1' }],
  ['transfer', { type: 'transfer', kind: 'blind', to: '2', target: '2' }],
  ['join', { type: 'join' }],
  ['leave', { type: 'leave' }],
  ['silence', { type: 'silence' }],
  ['progress 180', { type: 'progress', status: 180, earlyMedia: false }],
  ['accepted', { type: 'accepted' }],
  ['alerted quiet', { type: 'alerted', alert: 'quiet' }],
  ['turnedAway', { type: 'turnedAway' }],
  ['forwarded', { type: 'forwarded', target: '2' }],
  ['answerFailed', { type: 'answerFailed', cause }],
  ['refused 486', { type: 'refused', status: 486 }],
  ['withdrawn', { type: 'withdrawn', elsewhere: false }],
  ['withdrawn elsewhere', { type: 'withdrawn', elsewhere: true }],
  ['ended', { type: 'ended', by: 'customer', cause }],
  ['holdAccepted', { type: 'holdAccepted' }],
  ['holdRefused', { type: 'holdRefused', cause }],
  ['resumeAccepted', { type: 'resumeAccepted' }],
  ['resumeRefused', { type: 'resumeRefused', cause }],
  ['otherHeld', { type: 'otherHeld' }],
  ['soundLost', { type: 'soundLost' }],
  ['soundBack', { type: 'soundBack' }],
  ['digitsFailed', { type: 'digitsFailed', cause }],
  ['transferred', { type: 'transferred' }],
  ['transferFailed', { type: 'transferFailed', cause }],
  ['handedOver', { type: 'handedOver' }],
  ['attendedHeard', { type: 'attendedHeard' }],
  ['messageBegun', { type: 'messageBegun' }],
  ['attendanceOver', { type: 'attendanceOver', cause }],
];

export function callIn(phase: Phase): Call {
  const inbound = ['offered', 'answering', 'attended'].includes(phase);
  const connected = ['active', 'holding', 'held', 'resuming'].includes(phase);
  return {
    id: '00000000-0000-7000-8000-000000000001',
    direction: inbound ? 'inbound' : 'outbound',
    phase,
    party: { address: 'sip:1@x', dialled: '1', e164: null, name: null, rawName: null },
    account: 'sip:a@x',
    practice: false,
    sipCallId: null,
    alert: 'ring',
    muted: false,
    heldByOther: false,
    transfer: null,
    consultFor: null,
    joined: false,
    silenced: false,
    attended:
      phase === 'attended'
        ? { greetingId: null, until: null, voicemail: true, stage: 'opening' }
        : null,
    startedAt: 0,
    answeredAt: connected ? 1 : null,
    endedAt: phase === 'ended' ? 2 : null,
    end: phase === 'ended' ? { outcome: 'answered', by: 'agent', cause } : null,
  };
}

/** `–` ignored, `✕` refused to the agent, a phase's name where it goes; `=` changed, same phase. */
export function cell(phase: Phase, input: CallInput): string {
  try {
    const step = transition(callIn(phase), input, 10);
    if (step.verdict === 'ignored') return '–';
    if (step.call.phase === 'ended') return `ended (${step.call.end?.outcome ?? 'no outcome'})`;
    return step.call.phase === phase ? '=' : step.call.phase;
  } catch (error) {
    if (error instanceof IllegalCommand) return '✕';
    throw error;
  }
}

export function callTable(): string {
  const phases = PHASES.filter((phase) => phase !== 'ended');
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['input', ...phases]),
    row(['---', ...phases.map(() => '---')]),
    ...SAMPLE_INPUTS.map(([label, input]) =>
      row([`\`${label}\``, ...phases.map((phase) => cell(phase, input))]),
    ),
  ].join('\n');
}

export const BEGIN = '<!-- call table: written by scripts/call-table.ts -->';
export const END = '<!-- end of call table -->';

export function withTable(document: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('The marks of the call table are missing.');
  return `${document.slice(0, begin + BEGIN.length)}\n\n<!-- prettier-ignore-start -->\n${callTable()}\n<!-- prettier-ignore-end -->\n\n${document.slice(end)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../docs/architecture.md', import.meta.url);
  writeFileSync(file, withTable(readFileSync(file, 'utf8')));
}
