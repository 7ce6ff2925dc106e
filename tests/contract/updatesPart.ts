import { expect } from 'vitest';
import type { Updater } from '#host/services/updates.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

/** A shell on Windows that finds a newer version, and what it was asked to do. */
export function updaterStandIn(): { readonly updater: Updater; readonly asked: string[] } {
  const asked: string[] = [];
  const updater: Updater = {
    installation: {
      ...{ installed: true, platform: 'windows', publisherKnown: true },
      address: 'https://updates.example.com',
    },
    check: (url) => {
      asked.push(url);
      return Promise.resolve('0.2.0');
    },
    fetch: () => Promise.resolve(),
    install: () => void asked.push('install'),
  };
  return { updater, asked };
}

/** A host without a shell that could renew it says so, and refuses. */
export async function noUpdatesPart(client: RpcClient<IeumContract>): Promise<void> {
  expect(await client.call('updates.state', {})).toEqual({
    ...{ refusal: 'not-installed', step: 'idle', version: null, checkedAt: null, failed: null },
  });
  await expect(client.call('updates.check', {})).rejects.toMatchObject({ code: 'update.off' });
  await expect(client.call('updates.install', {})).rejects.toMatchObject({
    code: 'update.not-ready',
  });
}

export async function updatesPart(
  client: RpcClient<IeumContract>,
  asked: readonly string[],
): Promise<void> {
  const ready = new Promise((resolve) => {
    client.on('updates.changed', (state) => {
      if (state.step === 'ready') resolve(state.version);
    });
  });
  await client.call('updates.check', {});
  expect(await ready).toBe('0.2.0');
  expect(await client.call('updates.install', {})).toEqual({});
  expect(asked).toEqual(['https://updates.example.com', 'install']);
}
