import { pageHears } from '../support/ear.ts';
import { mediaPath, watchPeers } from '../support/peers.ts';
import { AGENT_HZ, expect, test } from './desk.ts';

const CUSTOMER_HZ = 440;

test.describe('through a TURN server alone, sound goes both ways', () => {
  for (const transport of ['udp', 'tcp', 'tls'] as const) {
    test(`over ${transport.toUpperCase()}`, async ({ lab, openDesk }) => {
      const turn = await lab.turnServer();
      const { username, credential } = turn;
      const desk = await openDesk({
        iceServers: [{ urls: [turn.urls[transport]], username, credential }],
        iceTransportPolicy: 'relay',
        prepare: watchPeers,
      });
      const customer = await lab.customer({ tone: CUSTOMER_HZ });
      await desk.dial(customer.number);
      await customer.waitFor('established');
      await expect.poll(() => pageHears(desk.page, CUSTOMER_HZ)).toBe(true);
      await expect.poll(() => customer.hears(AGENT_HZ, 600)).toBe(true);
      expect(await mediaPath(desk.page)).toEqual({
        candidateType: 'relay',
        relayProtocol: transport,
      });
      await desk.page.getByTestId('hang-up').click();
      await customer.waitFor('closed');
    });
  }
});
