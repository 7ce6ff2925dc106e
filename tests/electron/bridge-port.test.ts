import { describe, expect, it } from 'vitest';
import { createBridgePort } from '../../src/renderer/src/api/bridgePort.ts';

function fakeBridge() {
  const sent: unknown[] = [];
  const listeners = new Set<(message: unknown) => void>();
  return {
    sent,
    listeners,
    bridge: {
      send: (message: unknown) => void sent.push(message),
      onMessage(listener: (message: unknown) => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}

describe('the page’s end of Electron’s line', () => {
  it('is open from the start and carries messages both ways', () => {
    const { bridge, sent, listeners } = fakeBridge();
    const port = createBridgePort(bridge);
    const received: unknown[] = [];
    const stop = port.onMessage((message) => received.push(message));
    port.send(1);
    for (const listener of listeners) listener(2);
    stop();
    for (const listener of listeners) listener(3);
    expect([port.state, sent, received]).toEqual(['open', [1], [2]]);
  });

  it('closes for good, once', () => {
    const { bridge, sent, listeners } = fakeBridge();
    const port = createBridgePort(bridge);
    const states: string[] = [];
    port.onState((state) => states.push(state));
    port.close();
    port.close();
    port.send(1);
    expect([port.state, states, sent, listeners.size]).toEqual(['closed', ['closed'], [], 0]);
  });
});
