import type { Component } from 'vue';
import type { Settings } from '#shared/contract/settings.ts';
import StepAwaySettings from '../availability/StepAwaySettings.vue';
import WrapUpSettings from '../availability/WrapUpSettings.vue';
import DispositionSettings from '../dispositions/DispositionSettings.vue';
import GreetingSettings from '../greetings/GreetingSettings.vue';
import RecordingSettings from '../recording/RecordingSettings.vue';
import MissedTextSettings from '../outbox/MissedTextSettings.vue';
import TemplateSettings from '../templates/TemplateSettings.vue';
import RelaySettings from '../text-gateways/RelaySettings.vue';
import TextGatewaySettings from '../text-gateways/TextGatewaySettings.vue';
import ReasonSettings from '../away-reasons/ReasonSettings.vue';
import CallRuleSettings from '../call-rules/CallRuleSettings.vue';
import { later } from '../frame/later.ts';
import SupportPanel from '../support/SupportPanel.vue';
import PauseSettings from '../pauses/PauseSettings.vue';
import AbuseSettings from '../abuse/AbuseSettings.vue';
import CareSettings from '../care/CareSettings.vue';
import CalendarSettings from '../meetings/CalendarSettings.vue';
import ScriptSettings from '../script-editor/ScriptSettings.vue';
import AboutPanel from './AboutPanel.vue';
import AudioSettings from './AudioSettings.vue';
import CallbackSettings from './CallbackSettings.vue';
import CallPanel from './CallPanel.vue';
import ConnectionPanel from './ConnectionPanel.vue';
import ElsewherePanel from './ElsewherePanel.vue';
import KeySettings from './KeySettings.vue';
import LinkSettings from './LinkSettings.vue';
import LookPanel from './LookPanel.vue';
import OutboundSettings from './OutboundSettings.vue';
import PbxSettings from './PbxSettings.vue';
import ScreenPopSettings from './ScreenPopSettings.vue';
import SelfTest from './SelfTest.vue';

/** What nobody sets: who has locked it, and how far the first steps are. */
export type SettingName = Exclude<keyof Settings, 'locked' | 'firstSteps'>;

/** One panel of the settings, and the settings that are changed in it. */
export interface SettingsPart {
  readonly id: string;
  readonly component: Component;
  readonly settings: readonly SettingName[];
}

const part = (id: string, component: Component, ...settings: SettingName[]): SettingsPart => ({
  id,
  component,
  settings,
});

/**
 * The settings as they stand on the screen: a part is added by a line here. A test asks that every
 * setting is in one of them, with words for its name, its effect and its default
 * (`settingFacts.of` in `locales/later.*.json`).
 */
export const SETTINGS_GROUPS = {
  basics: [
    part('look', LookPanel, 'language', 'theme'),
    part('connection', ConnectionPanel, 'line'),
    part(
      'window',
      later(() => import('./DesktopSettings.vue')),
      'desktop',
    ),
    part(
      'secrets',
      later(() => import('../secrets/SecretSettings.vue')),
    ),
    part(
      'roles',
      later(() => import('../roles/RolePanel.vue')),
    ),
  ],
  sound: [
    part(
      'audio',
      AudioSettings,
      ...(['microphoneDevice', 'speakerDevice', 'ringerDevice', 'ringVolume'] as const),
      ...(['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const),
    ),
    part('keys', KeySettings, 'headsetButtons', 'hotkeysOn', 'hotkeys'),
    part(
      'notices',
      later(() => import('../over-windows/NoticeSettings.vue')),
      ...(['callCard', 'notices'] as const),
    ),
    part('selfTest', SelfTest),
  ],
  calls: [
    part('call', CallPanel, 'dtmf'),
    part('wrapUp', WrapUpSettings, 'wrapUpSeconds'),
    part('dispositions', DispositionSettings, 'dispositions'),
    part('outbound', OutboundSettings, 'outbound'),
    part('links', LinkSettings, 'openLinks'),
    part('screenPop', ScreenPopSettings, 'screenPop'),
    part('recording', RecordingSettings),
    part(
      'pbx',
      PbxSettings,
      ...(['voicemailNumber', 'park', 'colleagues', 'houseNumbers', 'exchangeSwitches'] as const),
    ),
  ],
  away: [
    part('stepAway', StepAwaySettings, 'stepAway'),
    part('reasons', ReasonSettings, 'awayReasons'),
    part('greetings', GreetingSettings, 'attendant'),
    part('callRules', CallRuleSettings, 'callRules', 'numberGroups', 'businessHours'),
    part('calendar', CalendarSettings),
  ],
  promises: [
    part('callbacks', CallbackSettings, 'callbacks'),
    part('pauses', PauseSettings, 'pauses'),
  ],
  texts: [
    part('missedTexts', MissedTextSettings, 'missedTexts'),
    part('templates', TemplateSettings),
    part(
      'documents',
      later(() => import('../documents/DocumentSettings.vue')),
      'documentLinks',
    ),
    part('gateways', TextGatewaySettings, 'textGateways'),
    part('relay', RelaySettings, 'textRelay'),
    part(
      'advertising',
      later(() => import('../outbox/AdvertisingSettings.vue')),
      'advertising',
    ),
    part(
      'secondCheck',
      later(() => import('../outbox/SecondCheckSettings.vue')),
      'secondCheck',
    ),
  ],
  care: [
    part('scripts', ScriptSettings),
    part('abuse', AbuseSettings, 'abuse'),
    part('care', CareSettings, 'care'),
  ],
  records: [
    part(
      'privacy',
      later(() => import('../privacy/PrivacyPanel.vue')),
      'retention',
    ),
    part(
      'backups',
      later(() => import('../backups/BackupSettings.vue')),
    ),
    part(
      'encryption',
      later(() => import('../encryption/EncryptionSettings.vue')),
    ),
    part(
      'move',
      later(() => import('../move/MoveSettings.vue')),
    ),
    part(
      'team',
      later(() => import('../team/TeamSettings.vue')),
      'team',
    ),
    part(
      'samples',
      later(() => import('../samples/SamplePanel.vue')),
    ),
    part('elsewhere', ElsewherePanel, 'reports', 'historyViews'),
    part(
      'health',
      later(() => import('../health/HealthPanel.vue')),
    ),
    part('support', SupportPanel),
    part(
      'updates',
      later(() => import('../updates/UpdateSettings.vue')),
    ),
    part('about', AboutPanel),
  ],
} as const satisfies Readonly<Record<string, readonly SettingsPart[]>>;

export type SettingsGroup = keyof typeof SETTINGS_GROUPS;
export const SETTINGS_GROUP_IDS = Object.keys(SETTINGS_GROUPS) as readonly SettingsGroup[];
