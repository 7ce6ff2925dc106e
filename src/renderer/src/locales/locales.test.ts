import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { DIRECTIONS, OUTCOMES } from '#shared/domain/call/record.ts';
import { PHASES } from '#shared/domain/call/call.ts';
import { MESSAGE_STATES } from '#shared/domain/message/record.ts';
import { PROVISIONING_FAULT_CODES } from '#shared/domain/provisioning/provisioning.ts';
import { POST_FAILURES } from '#shared/contract/screenPop.ts';
import { LINK_REFUSALS } from '#shared/domain/link/link.ts';
import { NUMBER_CATEGORIES } from '#shared/domain/outbound-policy/reach.ts';
import { TEMPLATE_FAULTS } from '#shared/domain/screen-pop/screenPop.ts';
import { RECORDING_FACTS, RECORDING_PHASES } from '#shared/domain/recording/recording.ts';
import {
  DEFAULT_REASONS,
  REASON_COLOURS,
  REASON_ICONS,
} from '#shared/domain/availability/reasons.ts';
import type { PhoneNumberKind } from '#shared/domain/phone-number/phoneNumber.ts';
import { DECLINES } from '#shared/domain/outbox/mayText.ts';
import { GATEWAY_CODES } from '#shared/domain/outbox/gatewayCodes.ts';
import { GATEWAY_KINDS, GATEWAY_SECRET_NAMES } from '#shared/domain/outbox/gateways.ts';
import { BOOKING_FAULTS } from '#shared/domain/booking/booking.ts';
import { BOOKING_ROLES } from '#shared/domain/booking/columns.ts';
import { PICTURE_FAULTS } from '#shared/domain/outbox/pictureLimits.ts';
import { HTTP_FAULTS } from '#shared/domain/outbox/httpGateway.ts';
import { DELIVERY_STATES } from '#shared/domain/outbox/delivery.ts';
import { TEXT_GROUPS, TEXT_KINDS } from '#shared/domain/outbox/record.ts';
import { MOODS } from '#shared/domain/practice/scenario.ts';
import { ACTIONS, TRIGGERS } from '#shared/domain/script/script.ts';
import { MESSAGE_TEMPLATE_FAULTS } from '#shared/domain/outbox/messageTemplateCheck.ts';
import { TEMPLATE_FIELDS } from '#shared/domain/outbox/messageTemplate.ts';
import { MESSAGE_TOKENS, TOKENS } from '#shared/domain/outbox/template.ts';
import { TEMPLATE_FAULTS as TEXT_TEMPLATE_FAULTS } from '#shared/domain/outbox/templateFaults.ts';
import { FORWARD_FAULTS } from '#shared/domain/treatment/decide.ts';
import { CONDITIONS, MISFITS } from '#shared/domain/treatment/fit.ts';
import { DEFAULT_GROUPS } from '#shared/domain/treatment/groups.ts';
import { DEFAULT_RULES, RULE_TREATMENTS } from '#shared/domain/treatment/rules.ts';
import { HELPS, HINT_CODES } from '#shared/domain/script/hints.ts';
import { ERROR_CODES } from '#shared/errors.ts';
import { ACCOUNT_WORDS, GATEWAY_FAULTS } from '../features/text-gateways/gatewayDraft.ts';
import { REASON_FAULTS } from '../features/away-reasons/reasonDraft.ts';
import { PICTURE_REFUSALS } from '../features/composer/usePictures.ts';
import { TEXT_STATES } from '../features/outbox/outboxLooks.ts';
import { RULE_FAULTS } from '../features/call-rules/ruleDraft.ts';
import en from './en.json';
import { createWords, speak, speakMore } from './i18n.ts';
import ko from './ko.json';
import laterEn from './later.en.json';
import laterKo from './later.ko.json';
import start from './start.json';

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') found.set(at, value);
    else for (const [deeper, text] of flat(value, at)) found.set(deeper, text);
  }
  return found;
}

/** The words of a language as the page has them, from all the files they come in. */
const all = (...files: readonly Tree[]): Map<string, string> =>
  new Map(files.flatMap((file) => [...flat(file)]));
const korean = all(start.ko, ko, laterKo);
const english = all(start.en, en, laterEn);
const LANGUAGES = [
  ['ko', korean],
  ['en', english],
] as const;

const LINE_REASONS = [
  'offline',
  'unreachable',
  'lost',
  'no-answer',
  'wrong-password',
  'foreign-realm',
  'unknown-algorithm',
  'forbidden',
  'unknown-user',
  'busy-server',
  'interval',
  'not-fetched',
  'refused',
] as const;
const CAUSES = [
  'agent',
  'bye',
  'cancelled',
  'answered-elsewhere',
  'network.down',
  'address.invalid',
  'media.failed',
  'media.quiet',
  'media.silent',
  'session.failed',
  'session.gone',
  'dtmf.unsupported',
  'transferred',
  'parked',
  'attended.told',
  'attended.limit',
  'attended.silence',
  'attended.unplayable',
  'attended.unkept',
  'replaced',
  'transfer.timeout',
  'transfer.unknown',
  'transfer.gone',
  'transfer.declined',
  'app.interrupted',
  'app.line-changed',
  'microphone.denied',
  'microphone.missing',
  'microphone.busy',
  'microphone.failed',
] as const;
const SIP_STATUS = [
  400, 403, 404, 408, 410, 415, 420, 480, 484, 486, 487, 488, 491, 500, 501, 502, 503, 504, 600,
  603, 604, 606, 607,
] as const;
const NOTICES = [
  'answer-failed',
  'hold-refused',
  'resume-refused',
  'digits-failed',
  'sound-lost',
  'transfer-failed',
  'transfer-failed-waiting',
] as const;
const MESSAGE_CAUSES = [
  'address.invalid',
  'network.down',
  'transport.closed',
  'message.no-answer',
  'message.line-lost',
  'message.no-line',
  'message.line-changed',
  'message.interrupted',
] as const;
const MESSAGE_STATUS = [
  400, 401, 403, 404, 405, 407, 408, 410, 413, 415, 480, 486, 488, 500, 501, 503, 504, 603, 604,
] as const;
const NUMBER_KINDS: readonly PhoneNumberKind[] = [
  ...(['mobile', 'landline', 'internet', 'toll-free', 'premium', 'safe'] as const),
  ...(['representative', 'special', 'other'] as const),
  ...(['international', 'short', 'code', 'user', 'unknown'] as const),
];
const TRANSFER_STATES = ['holding', 'asked', 'ringing'] as const;

describe('the words', () => {
  it('have the same keys in Korean and in English', () => {
    expect([...english.keys()].sort()).toEqual([...korean.keys()].sort());
  });

  it('come in one file each: the first ones, or those of parts that are fetched later', () => {
    const later = flat(laterKo);
    expect([...flat(ko).keys()].filter((key) => later.has(key))).toEqual([]);
  });

  it('name the same values in both languages', () => {
    const named = (text: string): string[] =>
      [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort();
    for (const [key, text] of korean)
      expect([key, named(english.get(key) ?? '')]).toEqual([key, named(text)]);
  });

  it('say 녹음 중 of one thing only: sound that is being written now', () => {
    const said = [...korean].filter(([, text]) => text.includes('녹음 중')).map(([key]) => key);
    expect(said).toEqual(['recording.states.recording']);
  });

  it('say everything about a recording', () => {
    for (const [, words] of LANGUAGES) {
      const missing = [
        ...RECORDING_PHASES.filter((phase) => phase !== 'idle').map((it) => `states.${it}`),
        ...['playing', 'asking', 'waiting'].map((it) => `notice.${it}`),
        ...RECORDING_FACTS.filter(
          (what) => !['noticed', 'paused', 'empty', 'heard'].includes(what),
        ).map((it) => `facts.${it}`),
        ...['noticed.played', 'noticed.said'].map((it) => `facts.${it}`),
        ...['paused.agent', 'paused.hold', 'paused.company'].map((it) => `facts.${it}`),
        ...['transport.down', 'capture.unsupported', 'capture.failed', 'backlog'].map(
          (it) => `codes.${it}`,
        ),
      ].filter((key) => !words.has(`recording.${key}`));
      expect(missing).toEqual([]);
      // Nobody is told, and nothing is paused, of what a customer leaves by themselves.
      const voicemail = RECORDING_FACTS.filter(
        (what) => !['noticed', 'paused', 'resumed'].includes(what),
      ).map((what) => `voicemail.facts.${what}`);
      expect(voicemail.filter((key) => !words.has(key))).toEqual([]);
    }
  });

  it('are never empty', () => {
    for (const [, words] of LANGUAGES) {
      expect([...words].filter(([, text]) => text.trim() === '')).toEqual([]);
    }
  });

  it('can all be compiled', async () => {
    const { global } = createWords();
    speakMore(global);
    vi.stubGlobal('document', { documentElement: {} });
    for (const [language, words] of LANGUAGES) {
      await speak(global, language);
      for (const key of words.keys()) expect(() => global.t(key)).not.toThrow();
    }
  });

  it.each(LANGUAGES)('say every code: %s', (_language, words) => {
    const missing = [
      ...ERROR_CODES.flatMap((code) =>
        ['what', 'kept', 'todo'].map((part) => `errors.${code}.${part}`),
      ),
      ...LINE_REASONS.flatMap((code) => [`line.reasons.${code}`, `line.help.${code}`]),
      ...PHASES.map((phase) => `phases.${phase}`),
      ...OUTCOMES.flatMap((outcome) =>
        ['inbound', 'outbound', 'any'].map((where) => `outcomes.${where}.${outcome}`),
      ),
      ...CAUSES.map((code) => `causes.${code}`),
      ...SIP_STATUS.map((status) => `causes.sip.${status}`),
      ...NOTICES.flatMap((code) => [`notices.${code}.title`, `notices.${code}.kept`]),
      ...MESSAGE_STATES.filter((state) => state !== 'received').map(
        (state) => `messages.states.${state}`,
      ),
      ...DIRECTIONS.map((direction) => `messages.from.${direction}`),
      ...MESSAGE_CAUSES.map((code) => `messages.causes.${code}`),
      ...MESSAGE_STATUS.map((status) => `messages.causes.sip.${status}`),
      ...['empty', 'too-long', 'forbidden'].map((reason) => `messages.to.refused.${reason}`),
      ...MOODS.map((mood) => `practice.moods.${mood}`),
      ...TRIGGERS.map((trigger) => `practice.outlines.${trigger}`),
      ...['abuse', 'mistake', 'paused'].map((id) => `practice.outlines.${id}`),
      ...ACTIONS.map((action) => `practice.mirror.acted.${action}`),
      ...TRANSFER_STATES.map((state) => `transfer.states.${state}`),
      ...LINK_REFUSALS.map((code) => `links.refused.${code}`),
      ...NUMBER_CATEGORIES.map((category) => `outbound.categories.${category}`),
      ...DECLINES.map((code) => `outbox.declines.${code}`),
      ...NUMBER_KINDS.map((kind) => `outbox.numberKinds.${kind}`),
      ...GATEWAY_CODES.map((code) => `gateways.codes.${code.slice('gateway.'.length)}`),
      ...GATEWAY_KINDS.flatMap((kind) => [`gateways.kinds.${kind}`, `gateways.about.${kind}`]),
      ...[...GATEWAY_FAULTS, ...HTTP_FAULTS].map((code) => `gateways.faults.${code}`),
      ...[...GATEWAY_SECRET_NAMES, ...Object.values(ACCOUNT_WORDS).flat(), 'from', 'url'].map(
        (field) => `gateways.fields.${field}`,
      ),
      ...TEXT_KINDS.map((kind) => `outbox.origins.${kind}`),
      ...BOOKING_FAULTS.map((why) => `bookings.faults.${why}`),
      ...BOOKING_ROLES.map((role) => `bookings.roles.${role}`),
      ...PICTURE_FAULTS.map((fault) => `pictures.faults.${fault}`),
      ...PICTURE_REFUSALS.map((why) => `pictures.refused.${why}`),
      ...TEXT_STATES.map((state) => `outbox.states.${state}`),
      ...TEXT_TEMPLATE_FAULTS.map((code) => `outbox.templateFaults.${code}`),
      ...TOKENS.map((token) => `outbox.tokens.${token}`),
      ...TEXT_GROUPS.flatMap((group) => [
        `outbox.groups.${group}`,
        `outbox.empty.${group}.title`,
        `outbox.empty.${group}.text`,
      ]),
      ...['written', 'edited', 'scheduled', 'retried', 'confirmed', 'cancelled', 'handed'].map(
        (fact) => `outbox.facts.${fact}`,
      ),
      ...['restored', 'declined', 'reached', ...DELIVERY_STATES].map(
        (fact) => `outbox.facts.${fact}`,
      ),
      ...[...MESSAGE_TEMPLATE_FAULTS, 'not-json', 'another-file', 'id-twice'].map(
        (code) => `templates.faults.${code}`,
      ),
      ...MESSAGE_TOKENS.map((token) => `templates.tokens.${token}`),
      ...TEMPLATE_FIELDS.map((field) => `templates.fields.${field}`),
      ...TEMPLATE_FAULTS.map((code) => `screenPop.faults.${code}`),
      ...POST_FAILURES.map((code) => `screenPop.results.${code}`),
      ...DEFAULT_REASONS.map(({ id }) => `away.reasons.${id}`),
      ...REASON_ICONS.map((icon) => `awayReasons.icons.${icon}`),
      ...REASON_COLOURS.map((colour) => `awayReasons.colours.${colour}`),
      ...REASON_FAULTS.map((field) => `awayReasons.faults.${field}`),
      ...DEFAULT_RULES.map(({ id }) => `callRules.names.${id}`),
      ...DEFAULT_GROUPS.map(({ id }) => `callRules.groups.names.${id}`),
      ...RULE_TREATMENTS.flatMap((it) => [`callRules.results.${it}`, `callRules.form.kinds.${it}`]),
      ...CONDITIONS.map((condition) => `callRules.conditions.${condition}`),
      ...MISFITS.map((code) => `callRules.misfits.${code}`),
      ...FORWARD_FAULTS.map((code) => `callRules.whys.${code}`),
      ...RULE_FAULTS.map((field) => `callRules.faults.${field}`),
      ...HINT_CODES.map((code) => `guide.hints.codes.${code}`),
      ...HELPS.map((help) => `guide.hints.instead.${help}`),
      ...['what-missing', 'harm-missing'].map((code) => `guide.apology.faults.${code}`),
      ...PROVISIONING_FAULT_CODES.map((code) => `provisioning.faults.${code}`),
    ].filter((key) => !words.has(key));
    expect(missing).toEqual([]);
  });

  it('are there for every key a screen asks for', () => {
    const missing = sources(join(import.meta.dirname, '..'))
      .flatMap((text) =>
        [...text.matchAll(/\bt\(\s*'([a-z][\w.-]+)'/gi)].map(([, key]) => key ?? ''),
      )
      .filter((key) => !korean.has(key));
    expect(missing).toEqual([]);
  });
});

describe('the Korean words', () => {
  it('end sentences politely', () => {
    const rude = [...korean].filter(([, text]) =>
      /[가-힣](해라|한다|된다|이다|했다)\.$/.test(text),
    );
    expect(rude).toEqual([]);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
