import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'cdk-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** A command that makes the CDK's own clients of AWS, and fails at once: no AWS is there. */
const bootstrap = (): string => {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_MAX_ATTEMPTS: '1',
  };
  const argv = [resolve(__dirname, '../../tools/cdk.cjs'), 'bootstrap', 'aws://111122223333/eu-west-1'];
  return spawnSync(process.execPath, argv, { cwd: folder, env, encoding: 'utf8' }).stderr;
};

it('npm run cdk says what is wrong, and not that its SDK will want another Node', () => {
  const said = bootstrap();
  expect(said).toContain('no credentials');
  expect(said).not.toContain('NodeVersionSupportWarning');
});
