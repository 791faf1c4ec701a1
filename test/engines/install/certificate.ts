import { join } from 'node:path';
import { command } from './command';
import { EngineError } from './installation';

interface Certificate {
  /** PEM files. */
  readonly certificate: string;
  readonly key: string;
}

/** A certificate for loopback, good for a day, trusted by whoever is told to. */
export const makeCertificate = async (folder: string): Promise<Certificate> => {
  const made = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const { status, err } = await command([
    ...(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const),
    ...['-days', '1', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
    ...['-out', made.certificate, '-keyout', made.key],
  ]);
  if (status !== 0) throw new EngineError(`openssl cannot make a certificate (status ${status}): ${err}`);
  return made;
};
