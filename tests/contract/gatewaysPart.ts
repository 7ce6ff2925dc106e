import { expect } from 'vitest';
import type { GatewaysState } from '#shared/contract/gateways.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { startLocalGateway } from '../support/gateways/localGateway.ts';
import { solapiServer } from '../support/gateways/solapiServer.ts';

/** A gateway from its settings to a text to one's own number, through one line. */
export async function gatewaysPart(
  client: RpcClient<IeumContract>,
  next: (name: 'gateways.changed') => Promise<GatewaysState>,
): Promise<void> {
  const server = await startLocalGateway(solapiServer, Date.now());
  try {
    const settings = solapiServer.settings(server.url);
    const { id } = settings;
    const { value } = solapiServer.secret;
    expect(await client.call('gateways.state', {})).toEqual({ gateways: [], secretKept: 'memory' });

    let changed = next('gateways.changed');
    await client.call('settings.update', { patch: { textGateways: [settings] } });
    const bare = { gateways: [{ id, secrets: [], missing: ['apiSecret'] }], secretKept: 'memory' };
    expect(await changed).toEqual(bare);
    const incomplete = { kind: 'trouble', code: 'gateway.incomplete', left: false };
    expect(await client.call('gateways.test', { id, to: null })).toMatchObject(incomplete);
    expect(server.requests).toEqual([]);

    changed = next('gateways.changed');
    const secret = { id, field: 'apiSecret', value } as const;
    const kept = await client.call('gateways.setSecret', secret);
    expect(kept.gateways).toEqual([{ id, secrets: ['apiSecret'], missing: [] }]);
    expect(await changed).toEqual(kept);
    // No answer of any method gives it back.
    const told = [kept, await client.call('settings.get', {}), await client.call('app.info', {})];
    expect(JSON.stringify(told)).not.toContain(value);

    expect(await client.call('gateways.test', { id, to: null })).toEqual({
      ...{ kind: 'well', balance: '12000', senderKnown: null },
    });
    expect(await client.call('gateways.test', { id, to: '010-1234-5678' })).toEqual({
      kind: 'taken',
    });
    expect(server.state.taken).toMatchObject([{ to: '01012345678', from: '025550100' }]);
    server.weather = 'cut';
    expect(await client.call('gateways.test', { id, to: '010-1234-5678' })).toMatchObject({
      ...{ kind: 'trouble', code: 'gateway.cut', left: true },
    });
    server.weather = 'fair';

    const asked = server.requests.length;
    const look = { id, to: '010-1234-5678', body: '안녕하세요.' };
    const { request, missing } = await client.call('gateways.preview', look);
    expect(missing).toEqual([]);
    expect(request).toMatchObject({ method: 'POST' });
    expect(request?.body).toContain('안녕하세요.');
    expect(JSON.stringify(request)).not.toContain(value);
    expect(server.requests).toHaveLength(asked);

    await expect(client.call('gateways.preview', { ...look, to: '내선' })).rejects.toMatchObject({
      code: 'gateway.number',
    });
    const nobody = { id: 'nobody', to: null };
    await expect(client.call('gateways.test', nobody)).rejects.toMatchObject({
      code: 'gateway.unknown',
    });
    await expect(
      client.call('gateways.setSecret', { id, field: 'authToken', value: 'x' }),
    ).rejects.toMatchObject({ code: 'input.invalid' });

    expect(await client.call('gateways.forgetSecrets', { id })).toEqual(bare);
    // What goes from the settings takes its secrets along.
    await client.call('gateways.setSecret', secret);
    await client.call('settings.update', { patch: { textGateways: [] } });
    await client.call('settings.update', { patch: { textGateways: [settings] } });
    expect(await client.call('gateways.state', {})).toEqual(bare);
  } finally {
    await server.stop();
  }
}
