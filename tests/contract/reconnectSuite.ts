import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#host/newId.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { PortState } from '#shared/rpc/port.ts';
import { ended, later, noted, started } from '../host/facts.ts';
import type { MakeTransport } from './transport.ts';
import { createWorld } from './world.ts';
import type { Page, World } from './world.ts';

/**
 * What a transport that can break must do: no write is lost and none is done twice, wherever it
 * breaks. Electron's line cannot break while its page lives, so it has no part here.
 */
export function reconnectSuite(name: string, makeTransport: MakeTransport): void {
  describe(`a broken line over ${name}`, () => {
    let world: World;
    let page: Page;

    beforeEach(async () => {
      world = await createWorld(makeTransport);
      page = await world.connect();
    });
    afterEach(async () => {
      await world.stop();
    });

    function drop(): void {
      page.line.drop?.();
    }

    async function restore(): Promise<void> {
      await page.line.restore?.();
    }

    async function factsOf(callId: string): Promise<CallFact[]> {
      return (await page.client.call('calls.get', { id: callId })).facts;
    }

    it('breaks before the request is sent', async () => {
      const call = started();
      drop();
      const answer = page.client.call('calls.append', { facts: [call] });
      await restore();
      expect(await answer).toEqual({ stored: 1 });
      expect(await factsOf(call.callId)).toEqual([call]);
    });

    it('breaks after the request is sent, before the host sees it', async () => {
      const call = started();
      world.tap.onRequest = () => {
        world.tap.onRequest = () => true;
        drop();
        return false;
      };
      const answer = page.client.call('calls.append', { facts: [call] });
      await expect.poll(() => page.client.state).not.toBe('open');
      await restore();
      expect(await answer).toEqual({ stored: 1 });
      expect(await factsOf(call.callId)).toEqual([call]);
    });

    it('breaks after the host has stored, before it answers', async () => {
      const call = started();
      world.tap.onReply = (message) => {
        if (!Object.hasOwn(message as object, 'ok')) return true;
        world.tap.onReply = () => true;
        drop();
        return false;
      };
      const answer = page.client.call('calls.append', { facts: [call] });
      await expect.poll(() => page.client.state).not.toBe('open');
      await restore();
      // Stored the first time, passed over the second.
      expect(await answer).toEqual({ stored: 0 });
      expect(await factsOf(call.callId)).toEqual([call]);
    });

    it('breaks again and again at any point in a hundred writes', async () => {
      const call = started();
      const facts: CallFact[] = [
        call,
        later(call.callId, 'ringing', call.at),
        later(call.callId, 'answered', call.at + 1),
        ...Array.from({ length: 100 }, (_, index) => noted(call.callId, call.at, `${index}`)),
        ended(call.callId, call.at + 9),
      ];
      // Messages between one break and the next. A hundred are under way, so some of these break
      // among the requests, some among the answers.
      const breaks = [1, 5, 37, 80, 103, 110, 150, 190];
      let messages = 0;
      const breakAtTimes = (): boolean => {
        messages += 1;
        if (messages !== breaks[0]) return true;
        messages = 0;
        breaks.shift();
        drop();
        void restore();
        return false;
      };
      world.tap.onRequest = breakAtTimes;
      world.tap.onReply = (message) => !Object.hasOwn(message as object, 'ok') || breakAtTimes();
      await Promise.all(facts.map((fact) => page.client.call('calls.append', { facts: [fact] })));
      world.tap.onRequest = world.tap.onReply = () => true;
      expect(breaks).toEqual([]);

      const kept = await factsOf(call.callId);
      expect(kept).toEqual(facts);
    });

    it('says down, then open, and hears announcements again', async () => {
      const states: PortState[] = [];
      page.client.onState((state) => states.push(state));
      drop();
      await restore();
      await expect.poll(() => states).toEqual(['down', 'open']);
      let told = 0;
      page.client.on('settings.changed', () => (told += 1));
      await page.client.call('settings.update', { patch: { theme: 'light' } });
      expect(told).toBe(1);
    });

    it('leaves the desk, and its calls, to the page that returns', async () => {
      const deskId = newId();
      await page.client.call('desk.claim', { deskId });
      const call = started();
      await page.client.call('calls.append', { facts: [call] });
      drop();
      await restore();
      expect(await page.client.call('desk.claim', { deskId })).toEqual({ interrupted: 0 });
      expect((await page.client.call('calls.get', { id: call.callId })).row.endedAt).toBeNull();
    });

    it('rejects what waits when the line closes for good', async () => {
      drop();
      const answer = page.client.call('app.info', {});
      page.line.port.close();
      await expect(answer).rejects.toMatchObject({ code: 'transport.closed' });
      await expect(page.client.call('app.info', {})).rejects.toMatchObject({
        code: 'transport.closed',
      });
    });
  });
}
