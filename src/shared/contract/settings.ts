import { z } from 'zod';
import { abusePolicySchema } from '../domain/abuse/policy.ts';
import { careSchema } from '../domain/care/careSettings.ts';
import { viewsSchema } from '../domain/history/view.ts';
import { dispositionSettingsSchema } from '../domain/disposition/disposition.ts';
import { event, method } from '../rpc/contract.ts';
import { attendantSettingsSchema } from '../domain/attendant/attendantSettings.ts';
import { DEFAULT_HOTKEYS, hotkeysSchema } from '../domain/hotkeys/hotkeys.ts';
import { desktopSettingsSchema } from '../domain/shell/desktopSettings.ts';
import { callbackPolicySchema } from '../domain/callback/policy.ts';
import { pauseSettingsSchema } from '../domain/pause/templates.ts';
import { noticeSettingsSchema } from '../domain/notice/notice.ts';
import { outboundPolicySchema } from '../domain/outbound-policy/policy.ts';
import { reportPolicySchema } from '../domain/reports/policy.ts';
import { wrapUpSecondsSchema } from '../domain/availability/changes.ts';
import { awayReasonsSchema, DEFAULT_REASONS } from '../domain/availability/reasons.ts';
import { stepAwaySchema } from '../domain/availability/stepAway.ts';
import { documentLinksSchema } from '../domain/outbox/documentLinks.ts';
import { missedTextsSchema } from '../domain/outbox/policy.ts';
import { advertisingSettingsSchema } from '../domain/message/advertisingSettings.ts';
import { secondCheckSchema } from '../domain/message/secondCheckWords.ts';
import { relaySettingsSchema } from '../domain/outbox/relay.ts';
import { gatewaysSchema } from '../domain/outbox/gateways.ts';
import { businessHoursSchema, OFFICE_HOURS } from '../domain/hours/businessHours.ts';
import { DEFAULT_GROUPS, numberGroupsSchema } from '../domain/treatment/groups.ts';
import { callRulesSchema, DEFAULT_RULES } from '../domain/treatment/rules.ts';
import { screenPopSchema } from '../domain/screen-pop/screenPop.ts';
import { teamSettingsSchema } from '../domain/team/teamSettings.ts';
import { retentionSettingsSchema } from '../domain/privacy/retention.ts';
import { pbxSettingsShape } from '../domain/pbx/pbxSettings.ts';

export const languageSchema = z.enum(['ko', 'en']);
export type Language = z.infer<typeof languageSchema>;

/**
 * A sound device as the agent chose it; null leaves it to the system. The browser's ids are at
 * most 64 characters, a device may call itself anything.
 */
const deviceSchema = z
  .object({
    deviceId: z.string().min(1).max(256),
    label: z.string().max(256),
    groupId: z.string().max(256),
  })
  .nullable();

export const FIRST_STEPS = ['new', 'later', 'account', 'sound', 'done'] as const;

export const settingsSchema = z.object({
  language: languageSchema.default('ko'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Which exchange the phone is on; `undecided` shows the two doors. */
  line: z.enum(['undecided', 'practice', 'account']).default('undecided'),
  /**
   * How far the first steps are: `later` leaves them before anything is connected, `account` is in the
   * form of one, `sound` is what is left once the phone is connected. Older folders are `new` and have
   * a line: nothing is asked of them.
   */
  firstSteps: z.enum(FIRST_STEPS).default('new'),
  /** RFC 4733 in the media, or SIP INFO where an exchange needs it. */
  dtmf: z.enum(['rfc4733', 'info']).default('rfc4733'),
  /** 0 to 1. */
  ringVolume: z.number().min(0).max(1).default(0.8),
  /** The browser's processing of the microphone. W3C Media Capture and Streams §4.3.8. */
  echoCancellation: z.boolean().default(true),
  noiseSuppression: z.boolean().default(true),
  autoGainControl: z.boolean().default(true),
  microphoneDevice: deviceSchema.default(null),
  speakerDevice: deviceSchema.default(null),
  ringerDevice: deviceSchema.default(null),
  /** Buttons and lights of a headset, through WebHID. */
  headsetButtons: z.boolean().default(true),
  /** Keys that work in every program: a capability of the shell. */
  hotkeysOn: z.boolean().default(false),
  hotkeys: hotkeysSchema.default(DEFAULT_HOTKEYS),
  /** Who calls is shown over other windows: a capability of the shell. */
  callCard: z.boolean().default(true),
  /** What is told outside the app's own window. */
  notices: noticeSettingsSchema.prefault({}),
  /** The system hands tel:, callto:, sip: and sips: links to this app, where the shell can. */
  openLinks: z.boolean().default(false),
  /** Tray, start at login: a capability of the shell. */
  desktop: desktopSettingsSchema.prefault({}),
  screenPop: screenPopSchema.prefault({}),
  outbound: outboundPolicySchema.prefault({}),
  callbacks: callbackPolicySchema.prefault({}),
  /** When and with which words a customer is asked who cannot be reached. */
  pauses: pauseSettingsSchema.prefault({}),
  voicemailNumber: pbxSettingsShape.voicemailNumber.default(null),
  park: pbxSettingsShape.park.default(null),
  colleagues: pbxSettingsShape.colleagues.default([]),
  houseNumbers: pbxSettingsShape.houseNumbers.default([]),
  exchangeSwitches: pbxSettingsShape.exchangeSwitches.default([]),
  /** Why calls are not taken, in the order of the list. */
  awayReasons: awayReasonsSchema.default([...DEFAULT_REASONS]),
  wrapUpSeconds: wrapUpSecondsSchema.default(30),
  /** Whether leaving the desk without a word makes the agent away. */
  stepAway: stepAwaySchema.prefault({}),
  /** Texts to callers who reached nobody. */
  missedTexts: missedTextsSchema.prefault({}),
  /** Who advertises, and when it takes more consent. */
  advertising: advertisingSettingsSchema.prefault({}),
  /** Words of a text that make an agent read it twice. */
  secondCheck: secondCheckSchema.prefault({}),
  /** By what texts leave, in the order they are tried; without their secrets. */
  textGateways: gatewaysSchema.default([]),
  /** Whether gateways may call back, by a relay of the organisation. */
  textRelay: relaySettingsSchema.prefault({}),
  /** When customers may be called, and what a rule takes for business hours. */
  businessHours: businessHoursSchema.default(OFFICE_HOURS),
  /** What happens to calls while the agent is away. */
  callRules: callRulesSchema.default([...DEFAULT_RULES]),
  numberGroups: numberGroupsSchema.default([...DEFAULT_GROUPS]),
  /** Breaks, whom to ask for help, and who else is there for the agent. */
  care: careSchema.prefault({}),
  /** What is said to whoever abuses, and the break afterwards. */
  abuse: abusePolicySchema.prefault({}),
  /** What calls are about, what becomes of them, and whether the desk wants to know. */
  dispositions: dispositionSettingsSchema.prefault({}),
  /** Choices of the call log that were kept under a name. */
  historyViews: viewsSchema.default([]),
  /** Documents that texts may lead to. */
  documentLinks: documentLinksSchema.default([]),
  /** What is said and kept for an agent who is away. */
  attendant: attendantSettingsSchema.prefault({}),
  /** What a desk calls good service, in reports. */
  reports: reportPolicySchema.prefault({}),
  /** The folder in which a small team's apps tell each other of their days. */
  team: teamSettingsSchema.prefault({}),
  /** How long what is kept is kept, and whether it goes by itself then. A lead's. */
  retention: retentionSettingsSchema.prefault({}),
  /** Names of the settings that the administrator's file decides. */
  locked: z.array(z.string()).default([]),
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsPatchSchema = z.object({
  language: languageSchema.optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
  line: z.enum(['undecided', 'practice', 'account']).optional(),
  firstSteps: z.enum(FIRST_STEPS).optional(),
  dtmf: z.enum(['rfc4733', 'info']).optional(),
  ringVolume: z.number().min(0).max(1).optional(),
  echoCancellation: z.boolean().optional(),
  noiseSuppression: z.boolean().optional(),
  autoGainControl: z.boolean().optional(),
  microphoneDevice: deviceSchema.optional(),
  speakerDevice: deviceSchema.optional(),
  ringerDevice: deviceSchema.optional(),
  headsetButtons: z.boolean().optional(),
  hotkeysOn: z.boolean().optional(),
  hotkeys: hotkeysSchema.optional(),
  callCard: z.boolean().optional(),
  notices: noticeSettingsSchema.optional(),
  openLinks: z.boolean().optional(),
  desktop: desktopSettingsSchema.optional(),
  screenPop: screenPopSchema.optional(),
  outbound: outboundPolicySchema.optional(),
  callbacks: callbackPolicySchema.optional(),
  pauses: pauseSettingsSchema.optional(),
  voicemailNumber: pbxSettingsShape.voicemailNumber.optional(),
  park: pbxSettingsShape.park.optional(),
  colleagues: pbxSettingsShape.colleagues.optional(),
  houseNumbers: pbxSettingsShape.houseNumbers.optional(),
  exchangeSwitches: pbxSettingsShape.exchangeSwitches.optional(),
  awayReasons: awayReasonsSchema.optional(),
  wrapUpSeconds: wrapUpSecondsSchema.optional(),
  stepAway: stepAwaySchema.optional(),
  missedTexts: missedTextsSchema.optional(),
  advertising: advertisingSettingsSchema.optional(),
  secondCheck: secondCheckSchema.optional(),
  textGateways: gatewaysSchema.optional(),
  textRelay: relaySettingsSchema.optional(),
  businessHours: businessHoursSchema.optional(),
  callRules: callRulesSchema.optional(),
  numberGroups: numberGroupsSchema.optional(),
  care: careSchema.optional(),
  abuse: abusePolicySchema.optional(),
  attendant: attendantSettingsSchema.optional(),
  dispositions: dispositionSettingsSchema.optional(),
  historyViews: viewsSchema.optional(),
  documentLinks: documentLinksSchema.optional(),
  team: teamSettingsSchema.optional(),
  retention: retentionSettingsSchema.optional(),
  reports: reportPolicySchema.optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/**
 * What one press cannot put back: which line the phone is on is chosen, steps that were taken
 * are taken, gateways have secrets that
 * would go with them, terms are a lead's, and views are taken off the list one by one.
 */
const KEPT = ['line', 'firstSteps', 'textGateways', 'retention', 'historyViews', 'locked'] as const;
export type ResettableSetting = Exclude<keyof Settings, (typeof KEPT)[number]>;

export function isResettable(name: string): name is ResettableSetting {
  return Object.hasOwn(settingsSchema.shape, name) && !(KEPT as readonly string[]).includes(name);
}

export const settingsMethods = {
  'settings.get': method({ input: z.object({}), output: settingsSchema }),
  /** What they would be if nobody had changed any: the administrator's defaults, or the app's. */
  'settings.defaults': method({ input: z.object({}), output: settingsSchema }),
  /** One setting is again what it is by default. Errors: as `settings.update`. */
  'settings.reset': method({
    input: z.object({ name: z.custom<ResettableSetting>((name) => isResettable(String(name))) }),
    output: settingsSchema,
  }),
  /** Errors: `settings.locked` when the administrator's file decides; `storage.*`. */
  'settings.update': method({
    input: z.object({ patch: settingsPatchSchema }),
    output: settingsSchema,
  }),
} as const;

export const settingsEvents = {
  'settings.changed': event({ data: settingsSchema }),
} as const;
