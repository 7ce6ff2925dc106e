/**
 * A certificate authority and a server certificate, made on the spot and valid for two days.
 */
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LOOPBACK } from './ports.ts';

const run = promisify(execFile);

export interface Certificates {
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** base64 SHA-256 of the server's SubjectPublicKeyInfo, as Chromium wants it. */
  readonly spki: string;
}

/** @throws Error with what openssl said. */
export async function makeCertificates(folder: string, domain: string): Promise<Certificates> {
  const file = (name: string): string => join(folder, name);
  const caFile = file('ca.pem');
  const certificateFile = file('server.pem');
  const keyFile = file('server-key.pem');
  const names = `subjectAltName=DNS:localhost,DNS:${domain},IP:${LOOPBACK}`;
  const usage = 'extendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE';
  await writeFile(file('server.ext'), `${names}\n${usage}\n`);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    ['req', '-x509', ...key, '-keyout', file('ca-key.pem'), '-out', caFile],
    ['-subj', '/CN=Ieum laboratory CA', '-days', '2'],
    ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  );
  await openssl(
    ['req', '-new', ...key, '-keyout', keyFile, '-out', file('server.csr')],
    ['-subj', `/CN=${domain}`],
  );
  await openssl(
    ['x509', '-req', '-in', file('server.csr'), '-CA', caFile, '-CAkey', file('ca-key.pem')],
    ['-set_serial', '1', '-days', '2', '-extfile', file('server.ext'), '-out', certificateFile],
  );
  const certificate = new X509Certificate(await readFile(certificateFile));
  const der = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const spki = createHash('sha256').update(der).digest('base64');
  return { caFile, certificateFile, keyFile, spki };
}

async function openssl(...args: string[][]): Promise<void> {
  await run('openssl', args.flat(), { timeout: 10_000 });
}
