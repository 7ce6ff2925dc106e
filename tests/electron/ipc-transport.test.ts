import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RpcPort } from '#shared/rpc/port.ts';
import { FakeFrame, FakeWebContents, ipcMain } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';
import { IPC_CHANNEL, listenForPages } from '../../src/main/ipcTransport.ts';
import { ownPageTest } from '../../src/main/ownOrigin.ts';

const OWN = 'app://ieum/index.html';
const recording = recordLog();
const ports: RpcPort[] = [];
const received: unknown[] = [];
let stop: () => void;

beforeEach(() => {
  ports.length = 0;
  received.length = 0;
  recording.lines.length = 0;
  stop = listenForPages({
    isOwnPage: ownPageTest(),
    log: recording.log,
    onPort: (port) => {
      ports.push(port);
      port.onMessage((message) => received.push(message));
    },
  });
});

afterEach(() => stop());

describe('a message', () => {
  it('of the main frame of the own page is delivered, the first one too', () => {
    const contents = new FakeWebContents(OWN);
    contents.speak(IPC_CHANNEL, { id: '1' });
    contents.speak(IPC_CHANNEL, { id: '2' });
    expect(received).toEqual([{ id: '1' }, { id: '2' }]);
    expect(ports).toHaveLength(1);
  });

  it.each([
    ['not the main frame', (): FakeFrame => new FakeFrame(OWN)],
    ['the frame is gone', (): null => null],
    [
      'the frame is gone',
      (contents: FakeWebContents): FakeFrame => {
        contents.mainFrame.detached = true;
        return contents.mainFrame;
      },
    ],
    [
      'not our own page',
      (contents: FakeWebContents): FakeFrame => {
        contents.mainFrame.url = 'https://example.com/';
        return contents.mainFrame;
      },
    ],
  ])('is dropped and logged when it is %s', (reason, frameOf) => {
    const contents = new FakeWebContents(OWN);
    contents.speak(IPC_CHANNEL, { id: '1' }, frameOf(contents));
    expect(received).toEqual([]);
    expect(ports).toEqual([]);
    expect(recording.lines).toEqual([
      { level: 'warn', message: 'message dropped', details: { reason } },
    ]);
  });

  it('on another channel reaches nobody', () => {
    new FakeWebContents(OWN).speak('other', { id: '1' });
    expect(received).toEqual([]);
    expect(ipcMain.eventNames()).toEqual([IPC_CHANNEL]);
  });
});

describe('a port', () => {
  function open(): { contents: FakeWebContents; port: RpcPort; states: string[] } {
    const contents = new FakeWebContents(OWN);
    contents.speak(IPC_CHANNEL, { id: '1' });
    const port = ports.at(-1);
    if (!port) throw new Error('there is no port');
    const states: string[] = [];
    port.onState((state) => states.push(state));
    return { contents, port, states };
  }

  it('sends to its page only', () => {
    const first = open();
    const second = open();
    first.port.send({ event: 'x' });
    expect(first.contents.sent).toEqual([{ channel: IPC_CHANNEL, message: { event: 'x' } }]);
    expect(second.contents.sent).toEqual([]);
  });

  it.each([
    ['reloads', (contents: FakeWebContents): void => contents.load(OWN)],
    ['navigates', (contents: FakeWebContents): void => contents.load('about:blank')],
    ['is destroyed', (contents: FakeWebContents): void => contents.destroy()],
    ['crashes', (contents: FakeWebContents): void => void contents.emit('render-process-gone')],
  ])('closes when its page %s, and then stays silent', (_what, end) => {
    const { contents, port, states } = open();
    end(contents);
    expect(port.state).toBe('closed');
    expect(states).toEqual(['closed']);
    port.send({ event: 'late' });
    expect(contents.sent).toEqual([]);
    expect(contents.eventNames()).not.toContain('did-navigate');
  });

  it('is a new one for the page loaded next', () => {
    const { contents, port } = open();
    contents.load(OWN);
    contents.speak(IPC_CHANNEL, { id: '2' });
    expect(ports).toHaveLength(2);
    expect(ports[1]).not.toBe(port);
    ports[1]?.send({ event: 'new' });
    expect(contents.sent).toEqual([{ channel: IPC_CHANNEL, message: { event: 'new' } }]);
  });

  it('closes when the transport stops', () => {
    const { contents, port } = open();
    stop();
    expect(port.state).toBe('closed');
    contents.speak(IPC_CHANNEL, { id: '3' });
    expect(received).toEqual([{ id: '1' }]);
  });
});
