import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CONFIGURATION_KEY } from '../../../lib/configuration/configuration';
import { command } from '../install/command';
import { EngineError } from '../install/installation';
import type { MiniStack } from '../install/ministack';
import { step } from '../install/step';

const ROOT = resolve(__dirname, '../../..');
const CDK = join(ROOT, 'node_modules/aws-cdk/bin/cdk');

interface CdkOptions {
  /** Left out: all stacks of the app. */
  readonly stack?: string;
  /** What is under the product's key in cdk.json. Left out: what stands there. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** The program that makes the stacks, from the root of the project. Left out: the one of cdk.json. */
  readonly app?: string;
}

/** The values of the outputs of the stacks, by their names. */
export type Outputs = Readonly<Record<string, string>>;

interface Deployment {
  readonly outputs: Outputs;
  /** What the command said. */
  readonly said: string;
}

/** The CDK's command line, against one MiniStack, with a home and an output folder of its own. */
export class Cdk {
  private constructor(
    private readonly ministack: MiniStack,
    private readonly folder: string,
  ) {}

  static async open(ministack: MiniStack): Promise<Cdk> {
    return new Cdk(ministack, await mkdtemp(join(tmpdir(), 'cdk-')));
  }

  /** @throws EngineError with what the command said, as all of these do */
  async bootstrap(): Promise<void> {
    const { accountId, region } = this.ministack;
    await step('cdk bootstrap', () => this.run(['bootstrap', `aws://${accountId}/${region}`]));
  }

  async deploy(options: CdkOptions = {}): Promise<Deployment> {
    const file = join(this.folder, 'outputs.json');
    const argv = ['deploy', options.stack ?? '--all', '--require-approval', 'never', '--outputs-file', file];
    const said = await step('cdk deploy', () => this.run(argv, options));
    const outputs: Readonly<Record<string, Outputs>> = JSON.parse(await readFile(file, 'utf8'));
    return { outputs: Object.assign({}, ...Object.values(outputs)), said };
  }

  /** What a deployment would change, for people. */
  diff(options: CdkOptions = {}): Promise<string> {
    return step('cdk diff', () => this.run(['diff'], options));
  }

  destroy(options: CdkOptions = {}): Promise<string> {
    return step('cdk destroy', () => this.run(['destroy', '--all', '--force'], options));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private async run(argv: readonly string[], options: CdkOptions = {}): Promise<string> {
    const folder = await this.projectFolder(options);
    const output = ['--output', join(this.folder, 'cdk.out')];
    const { status, out, err } = await command([process.execPath, CDK, ...argv, ...output], {
      cwd: folder,
      env: { ...this.ministack.environment, ...PLAIN, HOME: this.folder, CDK_HOME: join(this.folder, 'home') },
    });
    if (status === 0) return out + err;
    throw new EngineError(`cdk ${argv.join(' ')} ended with ${status}:\n${out}${err}`);
  }

  /** Where cdk.json stands: the project itself, or a copy of that one file with other contents. */
  private async projectFolder({ configuration, app }: CdkOptions): Promise<string> {
    if (configuration === undefined && app === undefined) return ROOT;
    const cdkJson = JSON.parse(await readFile(join(ROOT, 'cdk.json'), 'utf8'));
    if (configuration !== undefined) cdkJson.context[CONFIGURATION_KEY] = configuration;
    cdkJson.app = `cd '${ROOT}' && ${app ?? cdkJson.app}`;
    const folder = join(this.folder, 'project');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'cdk.json'), JSON.stringify(cdkJson));
    return folder;
  }
}

/** Nothing of whoever starts the tests, but where programs are. */
const PLAIN = {
  PATH: process.env['PATH'],
  CI: 'true',
  NO_COLOR: '1',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
};
