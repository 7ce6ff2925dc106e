import { z } from 'zod';
import { accountSchema } from '../account.ts';
import { outboundPolicySchema } from '../outbound-policy/policy.ts';
import { awayReasonsSchema } from '../availability/reasons.ts';
import { wrapUpSecondsSchema } from '../availability/changes.ts';
import { stepAwaySchema } from '../availability/stepAway.ts';
import { attendantSettingsSchema } from '../attendant/attendantSettings.ts';
import { desktopSettingsSchema } from '../shell/desktopSettings.ts';
import { callbackPolicySchema } from '../callback/policy.ts';
import { dispositionSettingsSchema } from '../disposition/disposition.ts';
import { advertisingSettingsSchema } from '../message/advertisingSettings.ts';
import { retentionSettingsSchema } from '../privacy/retention.ts';
import { secondCheckSchema } from '../message/secondCheckWords.ts';
import { missedTextsSchema } from '../outbox/policy.ts';
import { gatewaysSchema } from '../outbox/gateways.ts';
import { businessHoursSchema } from '../hours/businessHours.ts';
import { numberGroupsSchema } from '../treatment/groups.ts';
import { callRulesSchema } from '../treatment/rules.ts';
import { screenPopSchema } from '../screen-pop/screenPop.ts';
import { passphraseHashSchema } from '../roles/passphraseHash.ts';
import { certificatePinSchema } from '../certificate/pins.ts';
import { encryptionPolicySchema } from '../encryption/policy.ts';
import { recordingPolicySchema } from '../recording/policy.ts';
import { teamSettingsSchema } from '../team/teamSettings.ts';
import { pbxSettingsShape } from '../pbx/pbxSettings.ts';

/*
 * The administrator's file (docs/provisioning.md). Objects are strict: a misspelt field must not
 * pass for one that was left out.
 */

const { shape: account } = accountSchema;

export const provisionedPasswordSourceSchema = z
  .strictObject({
    /** Name of an environment variable. */
    env: z.string().min(1).max(256).optional(),
    /** A text file; a relative path starts at the provisioning file's folder. */
    file: z.string().min(1).max(4_096).optional(),
  })
  .refine(({ env, file }) => (env === undefined) !== (file === undefined));

const { shape: recording } = recordingPolicySchema;

/** Nothing is recorded without it (docs/provisioning.md, Recording). */
const provisionedRecordingSchema = z.strictObject({
  mode: recording.mode,
  notice: recording.notice.optional(),
  noticeText: z.string().trim().min(1).max(300).optional(),
  /** A sound file; a relative path starts at the provisioning file's folder. */
  noticeFile: z.string().min(1).max(4_096).optional(),
  retentionDays: recording.retentionDays.unwrap().optional(),
});

export const provisioningSchema = z.strictObject({
  version: z.literal(1),
  account: z.strictObject({
    uri: account.uri,
    authorizationUser: account.authorizationUser.optional(),
    password: z.string().min(1).max(256).optional(),
    passwordFrom: provisionedPasswordSourceSchema.optional(),
    displayName: z.string().max(128).optional(),
    servers: account.servers,
    realm: account.realm,
    /** The exchange's certificates by their SHA-256; for the desktop app. */
    certificatePins: z.array(certificatePinSchema).min(1).max(8).optional(),
    iceServers: z
      .array(z.strictObject(account.iceServers.unwrap().element.shape))
      .max(8)
      .optional(),
    iceTransportPolicy: account.iceTransportPolicy.unwrap().optional(),
    registerExpires: account.registerExpires.unwrap().optional(),
  }),
  /** Where the agent has not chosen. */
  language: z.enum(['ko', 'en']).optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
  /** Decided for the agent. */
  policy: z
    .strictObject({
      dtmf: z.enum(['rfc4733', 'info']).optional(),
      echoCancellation: z.boolean().optional(),
      noiseSuppression: z.boolean().optional(),
      autoGainControl: z.boolean().optional(),
      openLinks: z.boolean().optional(),
      desktop: desktopSettingsSchema.optional(),
      screenPop: screenPopSchema.optional(),
      outbound: outboundPolicySchema.optional(),
      awayReasons: awayReasonsSchema.optional(),
      wrapUpSeconds: wrapUpSecondsSchema.optional(),
      stepAway: stepAwaySchema.optional(),
      missedTexts: missedTextsSchema.optional(),
      advertising: advertisingSettingsSchema.optional(),
      secondCheck: secondCheckSchema.optional(),
      textGateways: gatewaysSchema.optional(),
      businessHours: businessHoursSchema.optional(),
      callRules: callRulesSchema.optional(),
      numberGroups: numberGroupsSchema.optional(),
      callbacks: callbackPolicySchema.optional(),
      attendant: attendantSettingsSchema.optional(),
      /** How long what is kept is kept; decided for the lead. */
      retention: retentionSettingsSchema.optional(),
      dispositions: dispositionSettingsSchema.optional(),
      team: teamSettingsSchema.optional(),
      recording: provisionedRecordingSchema.optional(),
      /** Whether names and numbers may leave in exports as they are. */
      exports: z.strictObject({ unmasked: z.boolean() }).optional(),
      /** Whether the app renews itself, and from where; for the desktop app. */
      updates: z
        .strictObject({
          enabled: z.boolean().optional(),
          url: z.url({ protocol: /^https$/ }).optional(),
        })
        .optional(),
      /** Whether the records are encrypted on the disk. */
      storage: z.strictObject({ encryption: encryptionPolicySchema }).optional(),
      /** Who may do what an agent may not; `npm run lead-passphrase` makes the hash. */
      lead: z.strictObject({ passphrase: passphraseHashSchema }).optional(),
    })
    .optional(),
  /** What the exchange offers; decided for the agent, each of them apart. */
  pbx: z
    .strictObject({
      voicemailNumber: pbxSettingsShape.voicemailNumber.unwrap().optional(),
      park: pbxSettingsShape.park.unwrap().optional(),
      colleagues: pbxSettingsShape.colleagues.optional(),
      houseNumbers: pbxSettingsShape.houseNumbers.optional(),
      exchangeSwitches: pbxSettingsShape.exchangeSwitches.optional(),
    })
    .optional(),
});
export type Provisioning = z.infer<typeof provisioningSchema>;

/** `provisioning.faults.<code>` in the locale files. */
export const PROVISIONING_FAULT_CODES = [
  'file.missing',
  'file.unreadable',
  'file.too-large',
  /** Not UTF-8. */
  'file.encoding',
  'json.syntax',
  'field.duplicate',
  'field.unknown',
  'field.missing',
  'field.type',
  'field.value',
  'version.unsupported',
  /** Both `password` and `passwordFrom`. */
  'password.twice',
  'password.env-missing',
  'password.file-unreadable',
  'password.empty',
  'notice.file-unreadable',
  'notice.too-large',
] as const;
export type ProvisioningFaultCode = (typeof PROVISIONING_FAULT_CODES)[number];

/** A fault by field; where that is in the file is for its reader to say. */
export interface FieldFault {
  readonly code: ProvisioningFaultCode;
  readonly path: readonly (string | number)[];
  /** In English, for logs. Never holds a value of the file: it may be a password. */
  readonly message: string;
  readonly suggestion?: string;
}

/** What a value should have been, by the dotted path with array places as `*`. */
const EXPECTED: Readonly<Record<string, string>> = {
  version: '1',
  'account.uri': 'a SIP address such as sip:1001@pbx.example.com',
  'account.servers': 'one to eight WebSocket addresses',
  'account.servers.*':
    'a WebSocket address such as wss://pbx.example.com:8089/ws (ws:// for this computer only)',
  'account.certificatePins': 'one to eight fingerprints of certificates',
  'account.certificatePins.*':
    'a SHA-256 fingerprint such as "AA:BB:…" (32 bytes) or "sha256/" and base64',
  'account.passwordFrom': 'either { "env": "NAME" } or { "file": "PATH" }',
  'account.iceServers.*.urls': 'one to eight STUN or TURN addresses',
  'account.iceServers.*.urls.*': 'an address such as turn:turn.example.com:3478',
  'account.iceTransportPolicy': '"all" or "relay"',
  'account.registerExpires': 'a whole number of seconds from 60 to 3600',
  language: '"ko" or "en"',
  theme: '"system", "light" or "dark"',
  'policy.dtmf': '"rfc4733" or "info"',
  'policy.team.role': '"off", "write", "read" or "both"',
  'policy.team.folder': 'the absolute path of a folder that the team shares',
  'policy.team.name': 'a name of up to 64 characters',
  'policy.team.numbers': '"none", "promises" or "all"',
  'policy.team.notes': 'true or false',
  'policy.echoCancellation': 'true or false',
  'policy.noiseSuppression': 'true or false',
  'policy.autoGainControl': 'true or false',
  'policy.openLinks': 'true or false',
  'policy.desktop.closeToTray': 'true or false',
  'policy.desktop.autostart': 'true or false',
  'policy.desktop.startHidden': 'true or false',
  'policy.screenPop.when': '"off", "ring" or "answer"',
  'policy.screenPop.how': '"open" or "post"',
  'policy.screenPop.calls': '"inbound" or "all"',
  'policy.screenPop.template':
    'an https:// address whose tokens stand in the path, in the value of a field or behind #',
  'policy.outbound.default': '"allow", "deny" or "confirm"',
  'policy.outbound.rules.*.match': 'one of "prefix", "exact" and "category"',
  'policy.outbound.rules.*.match.category':
    '"emergency", "premium", "international", "mobile" or "internal"',
  'policy.outbound.rules.*.match.prefix': 'the beginning of a number',
  'policy.outbound.rules.*.match.exact': 'a number',
  'policy.outbound.rules.*.do': '"allow", "deny" or "confirm"',
  'policy.awayReasons': 'one to 40 reasons, each with its own id, "wrap-up" among them',
  'policy.awayReasons.*.id': 'small letters, digits and hyphens',
  'policy.awayReasons.*.name': 'a name of 1 to 40 characters, or null for the usual one',
  'policy.awayReasons.*.minutes': 'a whole number of minutes from 1 to 1440, or null',
  'policy.awayReasons.*.treatment': '"ring-quietly", "busy", "greet" or "forward"',
  'policy.wrapUpSeconds': 'a whole number of seconds from 0 to 3600',
  'policy.stepAway.onLock': 'true or false',
  'policy.stepAway.idleMinutes': 'a whole number of minutes from 0 (never) to 240',
  'policy.callbacks.attempts': 'a whole number from 1 to 20',
  'policy.callbacks.apartMinutes': 'a whole number of minutes from 0 to 1440',
  'policy.callbacks.fromMinute': 'minutes since midnight, before "toMinute"',
  'policy.callbacks.toMinute': 'minutes since midnight, after "fromMinute"',
  'policy.attendant.messageSeconds': 'a whole number of seconds',
  'policy.attendant.keepDays': 'a whole number of days from 1 to 3650, or null',
  'policy.retention.automatic': 'true or false',
  'policy.retention.days.*': 'a whole number of days from 1 to 36500, or null',
  'policy.retention.days.accessLog': 'a whole number of days from 365 to 36500, or null',
  'policy.missedTexts.automatic': 'true or false',
  'policy.missedTexts.quiet': 'true or false',
  'policy.missedTexts.quietFrom': 'a minute since midnight from 0 to 1439',
  'policy.missedTexts.quietTo': 'a minute since midnight from 0 to 1439, not that of "quietFrom"',
  'policy.missedTexts.numberKinds.*': '"mobile", "internet" or "international"',
  'policy.missedTexts.language': '"ko" or "en"',
  'policy.missedTexts.company': 'a name of at most 40 characters',
  'policy.missedTexts.agent': 'a name of at most 40 characters',
  'policy.missedTexts.template': 'at most 500 characters',
  'policy.advertising.sender': 'a name of at most 40 characters',
  'policy.advertising.contact': 'a number or an address of at most 40 characters',
  'policy.advertising.optOut': 'a number or an address of at most 60 characters',
  'policy.advertising.nightFrom': 'a minute since midnight from 0 to 1439',
  'policy.advertising.nightTo': 'a minute since midnight from 0 to 1439, not that of "nightFrom"',
  'policy.secondCheck.finance': 'at most 60 words',
  'policy.secondCheck.finance.*': 'a word of 1 to 20 characters',
  'policy.secondCheck.medical': 'at most 60 words',
  'policy.secondCheck.medical.*': 'a word of 1 to 20 characters',
  'policy.secondCheck.insurance': 'at most 60 words',
  'policy.secondCheck.insurance.*': 'a word of 1 to 20 characters',
  'policy.textGateways': 'at most 10 providers of texts, no two with the same id',
  'policy.textGateways.*': 'the settings of a provider, without its secrets',
  'policy.textGateways.*.kind':
    '"solapi", "sens", "nhn", "aligo", "twilio", "http", "dry-run" or "sip"',
  'policy.textGateways.*.id': 'small letters, digits and hyphens',
  'policy.textGateways.*.name': 'a name of 1 to 40 characters',
  'policy.textGateways.*.from': 'a number in digits, with + outside Korea',
  'policy.textGateways.*.server': 'an https:// address',
  'policy.businessHours.week': 'seven lists of { "from": 540, "to": 1080 }, Sunday first',
  'policy.businessHours.week.*': 'at most four of { "from": 540, "to": 1080 }',
  'policy.businessHours.week.*.*': '"from" before "to", in minutes since midnight',
  'policy.businessHours.closed.*': 'a day such as "2026-12-25"',
  'policy.callRules': 'at most 100 rules, no two with the same id',
  'policy.callRules.*.id': 'small letters, digits and hyphens',
  'policy.callRules.*.name': 'a name of 1 to 60 characters',
  'policy.callRules.*.when.caller': 'one of "exact" and "prefix"',
  'policy.callRules.*.when.caller.exact': 'a number',
  'policy.callRules.*.when.caller.prefix': 'the beginning of a number',
  'policy.callRules.*.when.group': 'the id of one of policy.numberGroups',
  'policy.callRules.*.when.number': '"hidden" or "shown"',
  'policy.callRules.*.when.repeatMinutes': 'a whole number of minutes from 1 to 1440',
  'policy.callRules.*.when.time': 'two different minutes since midnight',
  'policy.callRules.*.when.weekdays': 'weekdays from 0 (Sunday) to 6',
  'policy.callRules.*.when.hours': '"inside" or "outside"',
  'policy.callRules.*.then': 'with "forward", the number it is forwarded to as "to"',
  'policy.callRules.*.then.do': '"ring", "ring-quietly", "busy", "greet" or "forward"',
  'policy.numberGroups': 'at most 30 groups with 1000 numbers, no two groups with the same id',
  'policy.numberGroups.*.id': 'small letters, digits and hyphens',
  'policy.numberGroups.*.name': 'a name of 1 to 40 characters',
  'policy.numberGroups.*.members': 'a list of { "exact": "…" } and { "prefix": "…" }',
  'policy.numberGroups.*.members.*': 'one of "exact" and "prefix"',
  'policy.numberGroups.*.members.*.exact': 'a number',
  'policy.numberGroups.*.members.*.prefix': 'the beginning of a number',
  'policy.exports.unmasked': 'true or false',
  'policy.updates.enabled': 'true or false',
  'policy.updates.url': 'an https:// address',
  'policy.lead.passphrase': 'what "npm run lead-passphrase" prints, which begins with $scrypt$',
  'policy.recording.mode': '"off", "agent" or "always"',
  'policy.recording.notice': '"spoken" or "none"',
  'policy.recording.noticeText': 'a sentence of at most 300 characters',
  'policy.recording.retentionDays': 'a whole number of days from 1 to 3650',
  'pbx.voicemailNumber': 'a dial code or a SIP address such as "*97"',
  'pbx.park': '{ "code": "700" }, { "slots": { "from": "701", "to": "720" } }, or both',
  'pbx.park.slots': 'the first and the last slot, at most 50, such as "701" and "720"',
  'pbx.colleagues': 'at most 100 colleagues',
  'pbx.colleagues.*': '{ "name": "김상담", "extension": "1002" }',
  'pbx.colleagues.*.name': 'a name of 1 to 64 characters',
  'pbx.colleagues.*.extension': 'an extension such as "1002"',
  'pbx.houseNumbers': 'at most 200 numbers',
  'pbx.houseNumbers.*': '{ "number": "1588-0000", "name": "대표번호" }',
  'pbx.houseNumbers.*.number': 'a telephone number such as "1588-0000"',
  'pbx.houseNumbers.*.name': 'a name of 1 to 64 characters',
  'pbx.exchangeSwitches': 'at most 12 switches',
  'pbx.exchangeSwitches.*.kind': '"queue", "pause", "dnd" or "other"',
  'pbx.exchangeSwitches.*.name': 'a name of 1 to 64 characters',
  'pbx.exchangeSwitches.*.on': 'a dial code or a SIP address such as "*45"',
  'pbx.exchangeSwitches.*.off': 'a dial code or a SIP address such as "*46"',
  'pbx.exchangeSwitches.*.watch': 'an extension or a SIP address whose state shows it',
  'pbx.exchangeSwitches.*.watchEvent': '"dialog" or "presence"',
  'pbx.exchangeSwitches.*.onWhen': '"busy" or "free"',
};

/** Checks what the file holds. All faults are found at once, in the order of the schema. */
export function checkProvisioning(
  value: unknown,
):
  | { readonly ok: true; readonly provisioning: Provisioning }
  | { readonly ok: false; readonly faults: readonly FieldFault[] } {
  // With the input, or a wrong type and a missing field look alike.
  const parsed = provisioningSchema.safeParse(value, { reportInput: true });
  if (!parsed.success) return { ok: false, faults: parsed.error.issues.flatMap(toFaults) };
  const { password, passwordFrom } = parsed.data.account;
  if (password !== undefined && passwordFrom !== undefined) {
    const fault: FieldFault = {
      code: 'password.twice',
      path: ['account', 'passwordFrom'],
      message: 'account.password and account.passwordFrom are both given; keep one.',
    };
    return { ok: false, faults: [fault] };
  }
  return { ok: true, provisioning: parsed.data };
}

function toFaults(issue: z.core.$ZodIssue): FieldFault[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(path, key));
  const name = path.join('.') || 'The file';
  const expected = EXPECTED[path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')];
  const ending = expected === undefined ? '.' : `; expected ${expected}.`;
  if (path.length === 1 && path[0] === 'version' && issue.input !== undefined) {
    return [
      {
        code: 'version.unsupported',
        path,
        message: 'This version of the file is not known; expected 1.',
      },
    ];
  }
  if (isMissing(issue))
    return [{ code: 'field.missing', path, message: `${name} is missing${ending}` }];
  if (issue.code === 'invalid_type') {
    return [
      {
        code: 'field.type',
        path,
        message: `${name} should be ${article(issue.expected)}${ending}`,
      },
    ];
  }
  return [{ code: 'field.value', path, message: `${name} is not valid${ending}` }];
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_value') return false;
  return issue.input === undefined;
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function unknownField(parent: readonly (string | number)[], key: string): FieldFault {
  const path = [...parent, key];
  // A key is cut short: somebody may have put a value where a name belongs.
  const named = [...parent, key.slice(0, 40)].join('.');
  const suggestion = nearest(key, fieldsAt(parent));
  const message = `There is no field ${named}.`;
  return suggestion === null
    ? { code: 'field.unknown', path, message }
    : {
        code: 'field.unknown',
        path,
        message: `${message} Did you mean ${suggestion}?`,
        suggestion,
      };
}

/** The fields the schema knows at a path. */
function fieldsAt(path: readonly (string | number)[]): readonly string[] {
  let schema: unknown = provisioningSchema;
  for (const step of path) {
    schema = bare(schema);
    if (schema instanceof z.ZodObject) schema = schema.shape[step];
    else if (schema instanceof z.ZodArray) schema = schema.element;
    else return [];
  }
  schema = bare(schema);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function bare(schema: unknown): unknown {
  const wrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
  return wrapped ? bare(schema.unwrap()) : schema;
}

/** The word that a few slips of the finger away, or null. */
function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let bestSlips = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const slips = editDistance(word.toLowerCase().slice(0, 64), candidate.toLowerCase());
    if (slips < bestSlips) [best, bestSlips] = [candidate, slips];
  }
  return best;
}

/** Letters to add, drop or change (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
