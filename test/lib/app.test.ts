import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CONFIGURATION_KEY } from '../../lib/configuration/configuration';
import { ROOT } from '../docs/documents';
import { CONTEXT } from './synthesized';

const folder = mkdtempSync(join(tmpdir(), 'app-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** The stacks of the app, as the CDK's command finds them. */
const stacksOf = (configuration: unknown): readonly string[] => {
  const out = mkdtempSync(join(folder, 'out-'));
  const context = { ...CONTEXT, [CONFIGURATION_KEY]: configuration };
  execFileSync(process.execPath, ['--import', 'tsx', 'lib/app.ts'], {
    cwd: ROOT,
    env: { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: 'false' },
    stdio: 'pipe',
  });
  return readdirSync(out).flatMap((name) => (name.endsWith('.template.json') ? [name.split('.')[0] ?? ''] : []));
};

describe('the app', () => {
  it('has one stack where it collects its own account, so that cdk deploy needs no name', () => {
    expect(stacksOf({})).toEqual(['ImagebuilderWorkflowLake']);
  });

  it('has the stack of the member role, too, where it collects others, and nothing more with a StackSet', () => {
    const organization = { accounts: 'organization', stackSetOrganizationalUnits: ['r-l4ke'], stackSetCallAs: 'SELF' };
    expect(stacksOf(organization).toSorted()).toEqual(['ImagebuilderWorkflowLake', 'ImagebuilderWorkflowReader']);
  });
});
