import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IeumBridge } from '#shared/rpc/bridge.ts';
import { IPC_CHANNEL } from '../../src/main/ipcTransport.ts';

async function loadPreload() {
  vi.resetModules();
  const electron = await import('./stub/electron.ts');
  await import('../../src/preload/index.ts');
  return electron;
}

let electron: Awaited<ReturnType<typeof loadPreload>>;
beforeEach(async () => {
  electron = await loadPreload();
});

const bridgeOf = () => electron.recorded.exposed.get('ieumBridge') as IeumBridge;

describe('the preload script', () => {
  it('exposes exactly two functions, under one name', () => {
    expect([...electron.recorded.exposed.keys()]).toEqual(['ieumBridge']);
    expect(Object.entries(bridgeOf()).map(([name, value]) => [name, typeof value])).toEqual([
      ['send', 'function'],
      ['onMessage', 'function'],
    ]);
  });

  it('sends on the one channel main listens to', () => {
    bridgeOf().send({ id: '1' });
    expect(electron.ipcRenderer.sent).toEqual([{ channel: IPC_CHANNEL, message: { id: '1' } }]);
  });

  it('passes on the message without the event, which leads back to Electron', () => {
    const parts: unknown[][] = [];
    const stop = bridgeOf().onMessage((...given) => parts.push(given));
    electron.ipcRenderer.emit(
      IPC_CHANNEL,
      { sender: electron.ipcRenderer },
      { event: 'x' },
      'more',
    );
    expect(parts).toEqual([[{ event: 'x' }]]);
    stop();
    expect(electron.ipcRenderer.listenerCount(IPC_CHANNEL)).toBe(0);
  });
});
