/**
 * A TURN server (coturn): relays sound for phones that are let out by nothing else. RFC 8656.
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { LabProcess } from './child-process.ts';
import { LOOPBACK, type PortRange } from './ports.ts';
import { waitUntil } from './wait.ts';

export interface TurnOptions {
  readonly folder: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly relayPorts: PortRange;
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface TurnServer {
  /** For RTCPeerConnection: one address each for UDP, TCP and TLS. */
  readonly urls: { readonly udp: string; readonly tcp: string; readonly tls: string };
  /** Where it takes UDP, for something to be put before it. */
  readonly udp: { readonly host: string; readonly port: number };
  readonly username: string;
  readonly credential: string;
  log(): string;
  stop(): Promise<void>;
}

/** @throws LabTimeout with the end of the log when it does not listen. */
export async function startTurnServer(options: TurnOptions): Promise<TurnServer> {
  const username = 'desk';
  const credential = randomBytes(12).toString('hex');
  const config = join(options.folder, 'turn.conf');
  const database = join(options.folder, 'turn.sqlite');
  await writeFile(
    config,
    [
      `listening-ip=${LOOPBACK}`,
      `relay-ip=${LOOPBACK}`,
      // The media bridge is on loopback, which a TURN server in the open would never relay to.
      'allow-loopback-peers',
      'cli-password=unused',
      'no-cli',
      `listening-port=${options.port}`,
      `tls-listening-port=${options.tlsPort}`,
      `min-port=${options.relayPorts.first}`,
      `max-port=${options.relayPorts.last}`,
      `cert=${options.certificateFile}`,
      `pkey=${options.keyFile}`,
      `userdb=${database}`,
      'lt-cred-mech',
      'realm=turn.ieum.test',
      `user=${username}:${credential}`,
      'no-multicast-peers',
      'verbose',
      'log-file=stdout',
      'simple-log',
      `pidfile=${join(options.folder, 'turn.pid')}`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const server = new LabProcess({
    name: 'turnserver',
    command: 'turnserver',
    args: ['-c', config],
    logFile: join(options.folder, 'turn.log'),
  });
  try {
    await waitUntil(
      async () => {
        server.assertRunning();
        return (await accepts(options.port)) && (await accepts(options.tlsPort));
      },
      { what: 'the TURN server to listen', timeoutMs: 10_000, explain: () => server.logTail() },
    );
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    urls: {
      udp: `turn:${LOOPBACK}:${options.port}?transport=udp`,
      tcp: `turn:${LOOPBACK}:${options.port}?transport=tcp`,
      tls: `turns:localhost:${options.tlsPort}?transport=tcp`,
    },
    udp: { host: LOOPBACK, port: options.port },
    username,
    credential,
    log: () => server.log(),
    stop: () => server.stop(),
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
