import { Core, StateTransitionError, TransportState } from 'sip.js';
import { afterEach, describe, expect, it } from 'vitest';
import { createDeferredQueue } from './deferredQueue.ts';
import { PracticeTransport } from './PracticeTransport.ts';
import { createPracticeWire, type PracticeWire } from './practiceWire.ts';

const factory = new Core.LoggerFactory();
factory.builtinEnabled = false;
const open: PracticeWire[] = [];

function lab() {
  const log: string[] = [];
  const wire: PracticeWire = createPracticeWire(
    createDeferredQueue((e) => log.push(String(e))),
    {
      received: (text) => {
        log.push(`exchange got ${text}`);
        wire.toPhone(`re ${text}`);
        log.push('exchange done');
      },
      disconnected: () => log.push('exchange lost the phone'),
    },
  );
  open.push(wire);
  const transport = new PracticeTransport(factory.getLogger('test'), { wire });
  transport.stateChange.addListener((state) => log.push(state));
  transport.onConnect = () => log.push('onConnect');
  transport.onDisconnect = (error) => log.push(`onDisconnect ${error?.message ?? ''}`);
  transport.onMessage = (text) => log.push(`phone got ${text}`);
  return { log, wire, transport };
}

/** Everything under way on the wire has arrived. */
async function settled(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  }
}

afterEach(() => {
  for (const wire of open.splice(0)) wire.dispose();
});

describe('connecting', () => {
  it('passes Connecting before connect() returns and Connected before it resolves', async () => {
    const { log, transport } = lab();
    const connecting = transport.connect();
    expect(transport.state).toBe(TransportState.Connecting);
    expect(transport.connect()).toBe(connecting);
    await expect(transport.send('early')).rejects.toThrow('Not connected');
    await connecting;
    expect(log).toEqual(['Connecting', 'Connected', 'onConnect']);
    await transport.connect();
    expect(log).toHaveLength(3);
  });

  it('fails when the exchange is out of reach, and works again later', async () => {
    const { wire, transport } = lab();
    wire.setUp(false);
    await expect(transport.connect()).rejects.toThrow('out of reach');
    expect(transport.state).toBe(TransportState.Disconnected);
    wire.setUp(true);
    await transport.connect();
    expect(transport.isConnected()).toBe(true);
  });

  it('refuses to be driven from inside its own callbacks', async () => {
    const { transport } = lab();
    const looped: Promise<void>[] = [];
    transport.onConnect = () => looped.push(transport.disconnect());
    await transport.connect();
    await expect(looped[0]).rejects.toBeInstanceOf(StateTransitionError);
    expect(transport.isConnected()).toBe(true);
  });

  it('connect() is aborted by disconnect()', async () => {
    const { log, transport } = lab();
    const connecting = transport.connect();
    const failed = expect(connecting).rejects.toThrow('Connect aborted');
    await transport.disconnect();
    await failed;
    expect(log).toEqual(['Connecting', 'Disconnecting', 'Disconnected']);
  });

  it('disconnect() is aborted by connect()', async () => {
    const { transport } = lab();
    await transport.connect();
    const failed = expect(transport.disconnect()).rejects.toThrow('Disconnect aborted');
    await transport.connect();
    await failed;
    expect(transport.isConnected()).toBe(true);
    await settled();
    expect(transport.isConnected()).toBe(true);
  });
});

describe('messages', () => {
  it('go both ways in order, never inside the call that sent them', async () => {
    const { log, transport } = lab();
    await transport.connect();
    log.length = 0;
    void transport.send('1');
    void transport.send('2');
    expect(log).toEqual([]);
    await settled();
    expect(log).toEqual([
      'exchange got 1',
      'exchange done',
      'exchange got 2',
      'exchange done',
      'phone got re 1',
      'phone got re 2',
    ]);
  });

  it('a message that makes the phone throw does not stop the next', async () => {
    const { log, transport } = lab();
    await transport.connect();
    transport.onMessage = (text) => {
      if (text === 're 1') throw new Error('cannot digest');
      log.push(`phone got ${text}`);
    };
    void transport.send('1');
    void transport.send('2');
    await settled();
    expect(log.at(-1)).toBe('phone got re 2');
  });

  it('what is sent just before disconnecting still arrives', async () => {
    const { log, transport } = lab();
    await transport.connect();
    void transport.send('BYE');
    await transport.disconnect();
    expect(log).toContain('exchange got BYE');
    expect(log.at(-1)).toBe('exchange lost the phone');
  });
});

describe('a cut wire', () => {
  it('is reported with an error; what was under way is lost; both sides learn of it', async () => {
    const { log, wire, transport } = lab();
    await transport.connect();
    log.length = 0;
    void transport.send('lost');
    wire.setUp(false);
    await expect(transport.send('later')).rejects.toThrow();
    await settled();
    expect(log).toEqual([
      'Disconnected',
      'onDisconnect The practice exchange went away',
      'exchange lost the phone',
    ]);
  });

  it('a second phone takes the place of the first', async () => {
    const { wire, transport, log } = lab();
    await transport.connect();
    const second = new PracticeTransport(factory.getLogger('test'), { wire });
    await second.connect();
    expect(transport.isConnected()).toBe(false);
    expect(second.isConnected()).toBe(true);
    expect(log).toContain('exchange lost the phone');
    expect(wire.connected).toBe(true);
  });

  it('a disposed exchange drops the phone', async () => {
    const { wire, transport } = lab();
    await transport.connect();
    wire.dispose();
    await settled();
    expect(transport.state).toBe(TransportState.Disconnected);
  });
});
