/**
 * rtpengine in user space: bridges WebRTC (ICE, DTLS-SRTP) and plain RTP.
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabProcess } from './child-process.ts';
import { LOOPBACK, type PortRange } from './ports.ts';
import { waitUntil } from './wait.ts';

export interface RtpengineOptions {
  readonly folder: string;
  readonly controlPort: number;
  readonly ports: PortRange;
  /** rtpengine's own scale: 5 notices, 7 everything. */
  readonly logLevel: number;
}

/** @throws LabTimeout with the end of the log when it does not answer. */
export async function startRtpengine(options: RtpengineOptions): Promise<LabProcess> {
  const config = join(options.folder, 'rtpengine.conf');
  // An empty file of our own: Debian's in /etc would be read otherwise.
  await writeFile(config, '[rtpengine]\n');
  const rtpengine = new LabProcess({
    name: 'rtpengine',
    command: 'rtpengine',
    args: [
      `--config-file=${config}`,
      '--foreground',
      '--log-stderr',
      `--log-level=${options.logLevel}`,
      // No kernel module: packets are moved in user space.
      '--table=-1',
      `--interface=${LOOPBACK}`,
      `--listen-ng=${LOOPBACK}:${options.controlPort}`,
      `--port-min=${options.ports.first}`,
      `--port-max=${options.ports.last}`,
      '--num-threads=2',
      // Ports of an ended call are free at once: a flood of calls must not use them up.
      '--delete-delay=0',
      '--timeout=3600',
      '--silent-timeout=3600',
    ],
    logFile: join(options.folder, 'rtpengine.log'),
  });
  try {
    await waitUntil(
      async () => {
        rtpengine.assertRunning();
        return await ping(options.controlPort);
      },
      { what: 'rtpengine to answer a ping', timeoutMs: 10_000, explain: () => rtpengine.logTail() },
    );
  } catch (error) {
    await rtpengine.stop();
    throw error;
  }
  return rtpengine;
}

/** The ng protocol: a cookie and a bencoded dictionary. */
function ping(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const finish = (answered: boolean): void => {
      clearTimeout(timer);
      socket.close();
      resolve(answered);
    };
    const timer = setTimeout(() => finish(false), 200);
    socket.once('error', () => finish(false));
    socket.once('message', (data) => finish(data.toString('latin1').includes('4:pong')));
    socket.send(`${randomBytes(4).toString('hex')} d7:command4:pinge`, port, LOOPBACK);
  });
}
