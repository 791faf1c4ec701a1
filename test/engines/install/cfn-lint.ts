import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command';
import { EngineError, installAnew, pythonPackage } from './installation';

const VERSION = '1.58.0';

/** The package has no main module; its command is in a folder that is not on the PATH. */
const RUN = 'import sys; from cfnlint.runner import main; sys.exit(main())';

/**
 * What cfn-lint 1.58 has to say about a template, as `rule path: message`; a warning is as bad as an error, since an
 * action that IAM does not know is but a warning to it. W3005 is left out: the CDK makes every function depend on its
 * role, also where the template says so already.
 *
 * @throws EngineError
 */
export const lintFindings = async (template: unknown): Promise<readonly string[]> => {
  const PYTHONPATH = await pythonPackage('cfn-lint', VERSION);
  const folder = await mkdtemp(join(tmpdir(), 'cfn-lint-'));
  try {
    const file = join(folder, 'template.json');
    await writeFile(file, JSON.stringify(template));
    const argv = ['--format', 'json', '--regions', 'eu-west-1', '--ignore-checks', 'W3005', '--template', file];
    const env = { PATH: process.env['PATH'], HOME: folder, PYTHONPATH };
    // Not in the folder of the project: a .cfnlintrc there would have a say.
    const { out, err } = await command(['python3', '-c', RUN, ...argv], { cwd: folder, env });
    return parseFindings(out, `${err}\n${installAnew(PYTHONPATH)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

interface Finding {
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] | null };
  readonly Message: string;
}

const parseFindings = (out: string, otherwise: string): readonly string[] => {
  let findings: readonly Finding[];
  try {
    findings = JSON.parse(out);
  } catch {
    throw new EngineError(`cfn-lint ${VERSION} gave no answer: ${otherwise}`);
  }
  return findings.map(({ Rule, Location, Message }) => `${Rule.Id} ${Location.Path?.join('/') ?? ''}: ${Message}`);
};
