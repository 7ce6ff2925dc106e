import { defineStore } from 'pinia';
import type { SendOutcome } from '#shared/domain/message/outcome.ts';
import { reportOf } from '#shared/domain/outbox/byPhone.ts';
import { AppError } from '#shared/errors.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf, InputOf } from '#shared/rpc/contract.ts';
import { useHost } from '../api/host.ts';
import { useAppStore } from './appStore.ts';
import { useMessageStore } from './messageStore.ts';

type Asked = EventDataOf<IeumContract, 'outbox.bySip'>;

/** Sends by the phone what the host asks this page for, as messages of the conversation. */
export const useTextByPhoneStore = defineStore('textByPhone', () => {
  const host = useHost();
  const app = useAppStore();
  const messages = useMessageStore();

  /** What the host has not heard yet. */
  let reports: InputOf<IeumContract, 'outbox.report'>[] = [];

  async function tell(): Promise<void> {
    const [report] = reports;
    if (!report) return;
    try {
      await host.call('outbox.report', report);
    } catch (error) {
      // The next open line tells it; a full disk is the host's to wait for.
      if (error instanceof AppError && error.code === 'transport.closed') return;
    }
    reports = reports.filter((one) => one !== report);
    await tell();
  }

  async function send({ textId, attemptId, party, parts }: Asked): Promise<void> {
    const outcomes: SendOutcome[] = [];
    for (const part of parts) {
      const outcome = await messages.sendAndTell(party, part).catch(notLeft);
      outcomes.push(outcome);
      if (outcome.type === 'failed' || outcome.type === 'uncertain') break;
    }
    reports = [...reports, { of: { textId, attemptId }, ...reportOf(outcomes) }];
    await tell();
  }

  return {
    start(): void {
      host.on('outbox.bySip', (asked) => {
        if (asked.deskId === app.deskId) void send(asked);
      });
      host.onState((state) => {
        if (state === 'open') void tell();
      });
    },
  };
});

/** What could not be stored has not left. */
function notLeft(error: unknown): SendOutcome {
  const code = error instanceof AppError ? error.code : 'internal';
  return { type: 'failed', cause: { code } };
}
