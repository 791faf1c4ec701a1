import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** A private authority, and what it signed: the hosts of AWS and loopback, as where TLS is inspected. */
export interface CertificateAuthority {
  /** The PEM file of its own certificate. */
  readonly path: string;
  readonly server: ServerCertificate;
}

const REGIONS = ['ap-southeast-2', 'eu-west-1', 'us-east-1'];
const HOSTS = [
  'localhost',
  ...REGIONS.flatMap((region) => [`*.${region}.amazonaws.com`, `*.s3.${region}.amazonaws.com`]),
];
const NAMES = [...HOSTS.map((host) => `DNS:${host}`), 'IP:127.0.0.1'].join(',');

const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];

/** Made by OpenSSL's own command, in a folder. */
export const makeCertificateAuthority = (folder: string): CertificateAuthority => {
  const at = (name: string): string => join(folder, name);
  const openssl = (...argv: readonly string[]): void => {
    execFileSync('openssl', ['req', '-x509', ...EC_KEY, ...argv], { stdio: 'pipe' });
  };
  openssl('-subj', '/CN=Private authority', '-out', at('authority.pem'), '-keyout', at('authority-key.pem'));
  openssl(
    ...['-CA', at('authority.pem'), '-CAkey', at('authority-key.pem'), '-subj', '/CN=inspected'],
    ...['-addext', `subjectAltName=${NAMES}`, '-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-out', at('server.pem'), '-keyout', at('server-key.pem')],
  );
  const server = { cert: readFileSync(at('server.pem'), 'utf8'), key: readFileSync(at('server-key.pem'), 'utf8') };
  return { path: at('authority.pem'), server };
};
