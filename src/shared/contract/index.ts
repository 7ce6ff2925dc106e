import type { Contract } from '../rpc/contract.ts';
import { abuseEvents, abuseMethods } from './abuse.ts';
import { accountEvents, accountMethods } from './account.ts';
import { availabilityEvents, availabilityMethods } from './availability.ts';
import { appEvents, appMethods, deskEvents, deskMethods } from './app.ts';
import { bookingsEvents, bookingsMethods } from './bookings.ts';
import { callsEvents, callsMethods } from './calls.ts';
import { supportMethods } from './support.ts';
import { learningEvents, learningMethods } from './learning.ts';
import { messagesEvents, messagesMethods } from './messages.ts';
import { meetingsEvents, meetingsMethods } from './meetings.ts';
import { desktopEvents, desktopMethods } from './desktop.ts';
import { hotkeysEvents, hotkeysMethods } from './hotkeys.ts';
import { callCardEvents, callCardMethods } from './callCard.ts';
import { noticesEvents, noticesMethods } from './notices.ts';
import { powerEvents, powerMethods } from './power.ts';
import { linksEvents, linksMethods } from './links.ts';
import { screenPopMethods } from './screenPop.ts';
import { backupsEvents, backupsMethods } from './backups.ts';
import { healthEvents, healthMethods } from './health.ts';
import { secretsEvents, secretsMethods } from './secrets.ts';
import { moveEvents, moveMethods } from './move.ts';
import { encryptionEvents, encryptionMethods } from './encryption.ts';
import { exportsEvents, exportsMethods } from './exports.ts';
import { rolesEvents, rolesMethods } from './roles.ts';
import { dispositionsMethods } from './dispositions.ts';
import { customersEvents, customersMethods } from './customers.ts';
import { contactsEvents, contactsMethods, speedDialEvents, speedDialMethods } from './contacts.ts';
import { gatewaysEvents, gatewaysMethods } from './gateways.ts';
import { greetingsEvents, greetingsMethods } from './greetings.ts';
import { accessMethods, recordingsEvents, recordingsMethods } from './recordings.ts';
import { guidanceEvents, guidanceMethods } from './guidance.ts';
import { outboxEvents, outboxMethods } from './outbox.ts';
import { pausesEvents, pausesMethods } from './pauses.ts';
import { picturesMethods } from './pictures.ts';
import { privacyEvents, privacyMethods } from './privacy.ts';
import { promisesEvents, promisesMethods } from './promises.ts';
import { teamEvents, teamMethods } from './team.ts';
import { templatesEvents, templatesMethods } from './templates.ts';
import { reportsMethods } from './reports.ts';
import { relayEvents, relayMethods } from './relay.ts';
import { updatesEvents, updatesMethods } from './updates.ts';
import { samplesEvents, samplesMethods } from './samples.ts';
import { settingsEvents, settingsMethods } from './settings.ts';

/** Everything that crosses between the page and the host. */
export const contract = {
  methods: {
    ...appMethods,
    ...abuseMethods,
    ...deskMethods,
    ...settingsMethods,
    ...accountMethods,
    ...callsMethods,
    ...availabilityMethods,
    ...supportMethods,
    ...messagesMethods,
    ...meetingsMethods,
    ...desktopMethods,
    ...hotkeysMethods,
    ...callCardMethods,
    ...noticesMethods,
    ...powerMethods,
    ...linksMethods,
    ...screenPopMethods,
    ...contactsMethods,
    ...speedDialMethods,
    ...customersMethods,
    ...dispositionsMethods,
    ...recordingsMethods,
    ...accessMethods,
    ...exportsMethods,
    ...backupsMethods,
    ...updatesMethods,
    ...moveMethods,
    ...healthMethods,
    ...secretsMethods,
    ...encryptionMethods,
    ...rolesMethods,
    ...privacyMethods,
    ...promisesMethods,
    ...outboxMethods,
    ...picturesMethods,
    ...bookingsMethods,
    ...gatewaysMethods,
    ...relayMethods,
    ...teamMethods,
    ...templatesMethods,
    ...pausesMethods,
    ...guidanceMethods,
    ...greetingsMethods,
    ...learningMethods,
    ...reportsMethods,
    ...samplesMethods,
  },
  events: {
    ...appEvents,
    ...abuseEvents,
    ...deskEvents,
    ...settingsEvents,
    ...accountEvents,
    ...callsEvents,
    ...availabilityEvents,
    ...messagesEvents,
    ...meetingsEvents,
    ...desktopEvents,
    ...hotkeysEvents,
    ...callCardEvents,
    ...noticesEvents,
    ...powerEvents,
    ...linksEvents,
    ...contactsEvents,
    ...speedDialEvents,
    ...customersEvents,
    ...recordingsEvents,
    ...exportsEvents,
    ...backupsEvents,
    ...updatesEvents,
    ...moveEvents,
    ...healthEvents,
    ...secretsEvents,
    ...encryptionEvents,
    ...rolesEvents,
    ...privacyEvents,
    ...promisesEvents,
    ...outboxEvents,
    ...bookingsEvents,
    ...gatewaysEvents,
    ...relayEvents,
    ...teamEvents,
    ...templatesEvents,
    ...pausesEvents,
    ...guidanceEvents,
    ...greetingsEvents,
    ...learningEvents,
    ...samplesEvents,
  },
} as const satisfies Contract;

export type IeumContract = typeof contract;
