import type { Contract } from '../rpc/contract.ts';
import { accountEvents, accountMethods } from './account.ts';
import { appEvents, appMethods, deskEvents, deskMethods } from './app.ts';
import { callsEvents, callsMethods } from './calls.ts';
import { accessMethods, recordingsEvents, recordingsMethods } from './recordings.ts';
import { settingsEvents, settingsMethods } from './settings.ts';

/** Everything that crosses between the page and the host. */
export const contract = {
  methods: {
    ...appMethods,
    ...deskMethods,
    ...settingsMethods,
    ...accountMethods,
    ...callsMethods,
    ...recordingsMethods,
    ...accessMethods,
  },
  events: {
    ...appEvents,
    ...deskEvents,
    ...settingsEvents,
    ...accountEvents,
    ...callsEvents,
    ...recordingsEvents,
  },
} as const satisfies Contract;

export type IeumContract = typeof contract;
