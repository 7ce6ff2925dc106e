/**
 * A SIP OPTIONS over UDP: how the laboratory learns that the proxy answers (RFC 3261 §11).
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { LOOPBACK } from './ports.ts';

/** The status code of the answer, or undefined when none came within the time. */
export function sipPing(port: number, timeoutMs = 250): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const finish = (status: number | undefined): void => {
      clearTimeout(timer);
      socket.close();
      resolve(status);
    };
    const timer = setTimeout(() => finish(undefined), timeoutMs);
    socket.once('error', () => finish(undefined));
    socket.once('message', (data) => {
      const status = /^SIP\/2\.0 (\d{3})/.exec(data.toString('latin1'));
      finish(status === null ? undefined : Number(status[1]));
    });
    socket.bind(0, LOOPBACK, () => {
      const local = `${LOOPBACK}:${socket.address().port}`;
      const id = randomBytes(8).toString('hex');
      const request = [
        `OPTIONS sip:${LOOPBACK}:${port} SIP/2.0`,
        `Via: SIP/2.0/UDP ${local};branch=z9hG4bK${id};rport`,
        `From: <sip:ping@${LOOPBACK}>;tag=${id}`,
        `To: <sip:${LOOPBACK}:${port}>`,
        `Call-ID: ${id}`,
        'CSeq: 1 OPTIONS',
        'Max-Forwards: 5',
        'Content-Length: 0',
        '',
        '',
      ];
      socket.send(request.join('\r\n'), port, LOOPBACK);
    });
  });
}
