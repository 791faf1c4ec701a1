import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../../lambda/clock';
import type { Outcome } from '../../../lambda/contract/outcome';
import type { CoverageRow } from '../../../lambda/contract/tables';
import { LakeError, ScopeLossError, StoppedError } from '../../../lambda/errors';
import type { RunPorts, RunRequest, RunResult } from '../../../lambda/run';
import { NothingReadError } from '../../../lambda/run-result';
import { ReadError, type Source } from '../../../lambda/source/image-builder';
import { type CollectPorts, collectCommand } from '../../../local/command-line/collect-command';
import type { StopSignal } from '../../../local/command-line/signals';
import { oneAccount } from '../../fakes/one-account';
import { recordedOutput } from '../demo/recorded-output';

const NOW = Date.parse('2026-11-22T06:00:30.500Z');

/** Stands still. */
const clock: Clock = { now: () => NOW, monotonic: () => 0, wakeAt: () => () => undefined };

const noSource: Source = {
  ...oneAccount,
  enabledRegions: () => Promise.reject(new Error('not asked in these tests')),
  imageBuilder: () => {
    throw new Error('not asked in these tests');
  },
};

const coverageOf = (region: string, outcome: Outcome, facts: Partial<CoverageRow> = {}): CoverageRow => ({
  run: '2026-11-22T06:00:30Z',
  account_id: '111122223333',
  region,
  outcome,
  as_of: '2026-11-22T06:00:30Z',
  rows: 3,
  rows_without_detail: 0,
  tags_from: 'list',
  error_code: null,
  error_message: null,
  list_calls: 1,
  get_calls: 3,
  reused_rows: 0,
  ...facts,
});

const denied = coverageOf('us-east-1', 'denied', {
  as_of: '2026-11-21T06:00:00Z',
  rows: 5,
  error_code: 'AccessDeniedException',
  error_message:
    'User arn:aws:sts::111122223333:assumed-role/Reader/me is not authorized to perform: imagebuilder:ListWorkflowBuildVersions',
});

type Run = CollectPorts['run'];

/** A run that reads what it is told to, and is published. */
const publishing =
  (...coverage: readonly CoverageRow[]): Run =>
  async ({ scheduledTime }, { report }) => {
    const targets = coverage.length;
    report({ event: 'planned', targets, accounts: 1, notOpened: 0, regions: targets, lastRows: 0 });
    for (const [index, row] of coverage.entries()) {
      report({ event: 'target', coverage: row, done: index + 1, targets: coverage.length });
    }
    report({ event: 'merging' });
    report({ event: 'committed', run: scheduledTime, rows: 3 });
    report({ event: 'published', run: scheduledTime });
    return { run: scheduledTime, status: 'published', coverage } satisfies RunResult;
  };

const failing =
  (error: Error): Run =>
  () =>
    Promise.reject(error);

describe('npm run collect', () => {
  let parent: string;
  let lake: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'collect-'));
    lake = join(parent, 'lake');
  });
  afterEach(() => rm(parent, { recursive: true }));

  interface Situation {
    readonly run?: Run;
    readonly columns?: number;
    readonly callerAccount?: () => Promise<string>;
  }

  const prepare = (argv: readonly string[], situation: Situation = {}) => {
    const out = recordedOutput(situation.columns);
    const err = recordedOutput(situation.columns);
    const listeners = new Set<(signal: StopSignal) => void>();
    const exits: number[] = [];
    const status = () =>
      collectCommand(argv, {
        out,
        err,
        clock,
        signals: {
          listen: (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
          },
          exit: (code) => exits.push(code),
        },
        openNetwork: async () => ({}),
        callerAccount: situation.callerAccount ?? (() => Promise.resolve('111122223333')),
        createSource: () => noSource,
        openFilesLimit: undefined,
        run: situation.run ?? publishing(coverageOf('eu-west-1', 'complete')),
      });
    const send = (signal: StopSignal) => {
      for (const listener of listeners) listener(signal);
    };
    return { status, send, exits, listeners, out, err };
  };

  const collect = async (argv: readonly string[], situation: Situation = {}) => {
    const { status, out, err } = prepare(argv, situation);
    return { status: await status(), out: out.text(), err: err.text() };
  };

  const requestOf = async (argv: readonly string[]): Promise<RunRequest | undefined> => {
    let request: RunRequest | undefined;
    const recording: Run = (given, ports) => {
      request = given;
      return publishing()(given, ports);
    };
    await collect(argv, { run: recording });
    return request;
  };

  describe('runs', () => {
    it('for the account of the credentials, now, in every Region enabled', async () => {
      expect(await requestOf(['--lake', lake])).toMatchObject({
        accountId: '111122223333',
        scheduledTime: '2026-11-22T06:00:30Z',
        regions: 'enabled',
        excludedRegions: [],
        dropScope: 'none',
      });
    });

    it('as it is told to', async () => {
      const argv = ['--region', 'eu-west-1', '--region=eu-west-2', '--exclude-region', 'us-east-1'];
      const more = ['--scheduled-time', '2026-11-22T06:05:00Z', '--drop-scope'];

      expect(await requestOf(['--lake', lake, ...argv, ...more])).toMatchObject({
        scheduledTime: '2026-11-22T06:05:00Z',
        regions: ['eu-west-1', 'eu-west-2'],
        excludedRegions: ['us-east-1'],
        dropScope: 'any',
      });
    });
  });

  describe('refuses', () => {
    it('a command line, naming all its faults at once', async () => {
      const argv = [
        '--lake',
        's3://bucket/prefix',
        '--regoin',
        'x',
        '--region',
        'EU',
        '--exclude-region',
        '--drop-scope=yes',
      ];
      const { status, out, err } = await collect([...argv, '--scheduled-time', 'yesterday']);

      expect({ status, out }).toEqual({ status: 2, out: '' });
      const text = err.replaceAll(/\s+/g, ' ');
      expect(text).toContain('Write --lake s3://bucket.');
      expect(text).toContain('There is no option --regoin.');
      expect(text).toContain('x is not expected');
      expect(text).toContain('EU is not the name of a Region, such as eu-west-1.');
      expect(text).toContain('--exclude-region needs a value: --exclude-region REGION');
      expect(text).toContain('--scheduled-time yesterday is not a time in UTC');
    });

    it.each([
      ['aws:kms', 's3://bucket', '--encryption aws:kms is neither AES256 nor the ARN of a key, arn:aws:kms:'],
      [
        'AES256',
        'folder',
        '--encryption AES256 is for a bucket, and --lake folder is none: only S3 encrypts what is put.',
      ],
    ])('to have puts say that they are encrypted by %s in %s', async (encryption, location, text) => {
      const { status, err } = await collect(['--lake', location, '--encryption', encryption]);

      expect(status).toBe(2);
      expect(err.replaceAll(/\s+/g, ' ')).toContain(text);
    });

    it('Regions of two partitions: no credentials are of both', async () => {
      const regions = ['--region', 'eu-west-1', '--region', 'us-east-1', '--region', 'cn-north-1'];
      const { status, err } = await collect(['--lake', lake, ...regions]);

      expect(status).toBe(2);
      expect(err.replaceAll(/\s+/g, ' ')).toContain(
        'The Regions of --region are of aws and aws-cn, and credentials are of one partition: collect each into a lake of its own.',
      );
    });

    it('to guess which lake is meant', async () => {
      const { status, err } = await collect([]);

      expect(status).toBe(2);
      expect(err).toContain('--lake DIR is needed');
    });

    it('an option given twice, which can only be given once', async () => {
      expect((await collect(['--lake', lake, '--lake', parent])).err).toContain('--lake is given more than once.');
    });

    it.each(['2026-02-30T00:00:00Z', '2026-11-22', '2026-11-22T06:00:00.5Z', '2026-11-22T06:00:00+01:00'])(
      '%s as a scheduled time',
      async (time) => {
        const { status, err } = await collect(['--lake', lake, '--scheduled-time', time]);

        expect(status).toBe(2);
        expect(err).toContain(`--scheduled-time ${time} is not a time in UTC with whole seconds`);
      },
    );

    it('a scheduled time more than five minutes ahead', async () => {
      const { status, err } = await collect(['--lake', lake, '--scheduled-time', '2026-11-22T06:05:31Z']);

      expect(status).toBe(2);
      expect(err).toContain('--scheduled-time 2026-11-22T06:05:31Z lies ahead: it is 2026-11-22T06:00:30Z now');
      expect(existsSync(lake)).toBe(false);
    });

    it('a folder that holds something else', async () => {
      await writeFile(join(parent, 'holiday.jpg'), '');

      const { status, err } = await collect(['--lake', parent]);
      expect(status).toBe(2);
      expect(err).toContain('holds what no lake holds: holiday.jpg.');
    });
  });

  describe('ends', () => {
    it('with 0 when all targets were read, and says where the lake is and what to try', async () => {
      const { status, out } = await collect(['--lake', lake]);

      expect(status).toBe(0);
      expect(out).toBe(
        [
          'Run 2026-11-22T06:00:30Z is published: 3 workflow builds in 1 target, all of them read.',
          `The lake is in ${lake}. Try next:`,
          `  npm run report -- --lake ${lake}`,
          `  npm run query -- --lake ${lake} 'SELECT name, version, type FROM aws.imagebuilder_workflow'`,
          '',
        ].join('\n'),
      );
    });

    it('with 3 when some could not be read, and names each with the reason', async () => {
      const never = coverageOf('us-west-2', 'no_endpoint', { as_of: null, rows: 0, error_code: 'ENOTFOUND' });
      const { status, out } = await collect(['--lake', lake], {
        run: publishing(coverageOf('eu-west-1', 'complete'), denied, never),
      });

      expect(status).toBe(3);
      expect(out).toContain('8 workflow builds in 3 targets, 2 of them not read.');
      expect(out).toContain(
        [
          '  111122223333 us-east-1: denied (AccessDeniedException), 5 builds kept as of 2026-11-21T06:00:00Z',
          '    User arn:aws:sts::111122223333:assumed-role/Reader/me is not authorized to perform:',
          '    imagebuilder:ListWorkflowBuildVersions',
          '    Allow imagebuilder:ListWorkflowBuildVersions and imagebuilder:GetWorkflow, or exclude the Region',
        ].join('\n'),
      );
      expect(out).toContain(
        'Not read:\n  111122223333 us-west-2: no_endpoint (ENOTFOUND), never read, as far as the lake knows\n',
      );
      expect(out).toContain("'FROM aws.imagebuilder_workflow_coverage'");
    });

    it('with 0 when a target lacks details only, and says which', async () => {
      const partial = coverageOf('eu-west-1', 'partial', {
        rows_without_detail: 1,
        error_code: 'KMSAccessDeniedException',
      });
      const { status, out } = await collect(['--lake', lake], { run: publishing(partial) });

      expect(status).toBe(0);
      expect(out.replaceAll(/\s+/g, ' ')).toContain(
        'in 1 target, all of them read, 1 without some details (partial). ',
      );
      expect(out).toContain('Partial: every build is listed, but of some the details could not be read:\n');
      expect(out).toContain('eu-west-1: partial (KMSAccessDeniedException), 1 of 3 builds without details');
    });

    it('with 1 when no target could be read, and names each with the reason', async () => {
      const { status, out, err } = await collect(['--lake', lake], {
        run: async (request, ports) => {
          throw new NothingReadError('no target could be read', await publishing(denied)(request, ports));
        },
      });

      expect(status).toBe(1);
      expect(out).toContain('us-east-1: denied (AccessDeniedException)');
      expect(err).toContain('no target could be read\n');
    });

    it.each([new LakeError('the disk is full'), new ReadError('denied', 'AccessDenied', 'the role cannot be assumed')])(
      'with 1 and one sentence, no stack, when the run failed: $message',
      async (error) => {
        const { status, err } = await collect(['--lake', lake], { run: failing(error) });

        expect({ status, err }).toEqual({ status: 1, err: `${error.message}\n` });
      },
    );

    it('with 1 and the list of what would go, when targets would leave the lake', async () => {
      const { status, err } = await collect(['--lake', lake], {
        run: failing(new ScopeLossError('the plan lacks 111122223333 us-east-1, 111122223333 us-west-2')),
      });

      expect(status).toBe(1);
      expect(err).toContain('the plan lacks 111122223333 us-east-1, 111122223333 us-west-2\n');
      expect(err).toContain('--drop-scope');
    });

    it('with 1 when the credentials are of no account', async () => {
      const { status, err } = await collect(['--lake', lake], {
        callerAccount: () => Promise.reject(new ReadError('denied', 'ExpiredToken', 'the token has expired')),
      });

      expect({ status, err }).toEqual({ status: 1, err: 'the token has expired\n' });
    });

    it('with a stack when the fault is the program’s own', async () => {
      const { status, err } = await collect(['--lake', lake], { run: failing(new TypeError('x is not a function')) });

      expect(status).toBe(1);
      expect(err).toMatch(/This is a fault of the program: TypeError: x is not a function\n\s+at /);
    });

    it.each([
      ['ENOSPC', 'The disk is full: make room where temporary files are'],
      ['EMFILE', 'Raise the number of files that may be open'],
    ])('with 1 and what to do when this machine is at its end: %s', async (code, text) => {
      const fault = Object.assign(new Error(`${code}: the system said so`), { code });
      const { status, err } = await collect(['--lake', lake], { run: failing(fault) });

      expect(status).toBe(1);
      expect(err).toContain(`${code}: the system said so. ${text}`);
      expect(err).not.toContain('fault of the program');
    });

    it('with 0 when the run was published before', async () => {
      const { status, out } = await collect(['--lake', lake], {
        run: async ({ scheduledTime }) => ({ run: scheduledTime, status: 'already_published', coverage: [] }),
      });

      expect(status).toBe(0);
      expect(out).toContain('Run 2026-11-22T06:00:30Z was published before; nothing was done.');
    });
  });

  describe('stopped', () => {
    /** A run that waits until it is stopped, as one does that reads. */
    const reading =
      (begun: (ports: RunPorts) => void): Run =>
      (_, ports, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            const timedOut = coverageOf('eu-west-1', 'timed_out', { error_code: 'DeadlineReached' });
            ports.report({ event: 'target', coverage: timedOut, done: 1, targets: 1 });
            reject(new StoppedError('stopped'));
          });
          begun(ports);
        });

    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)(
      'by %s before the commit: says that the lake is as it was, and exits with %i',
      async (signal, expected) => {
        const command = prepare(['--lake', lake], { run: reading(() => command.send(signal)) });

        expect(await command.status()).toBe(expected);
        expect(command.err.text()).toBe(
          'Stopping … (once more ends at once)\nStopped before the commit: the lake is as it was.\n',
        );
        expect({ exits: command.exits, listeners: command.listeners.size }).toEqual({ exits: [], listeners: 0 });
      },
    );

    it('while the account is asked for', async () => {
      const command = prepare(['--lake', lake], {
        callerAccount: () => {
          setImmediate(() => command.send('SIGINT'));
          return new Promise(() => undefined);
        },
      });

      expect(await command.status()).toBe(130);
    });

    it('twice: ends at once, and leaves no scratch folder', async () => {
      let isScratchLeft = true;
      const command = prepare(['--lake', lake], {
        run: async (_, { scratchFolder }) => {
          await mkdir(scratchFolder, { recursive: true });
          command.send('SIGINT');
          command.send('SIGINT');
          isScratchLeft = existsSync(dirname(scratchFolder));
          throw new StoppedError('stopped');
        },
      });
      await command.status();

      expect({ exits: command.exits, isScratchLeft }).toEqual({ exits: [130], isScratchLeft: false });
    });

    it('after the commit: the run finishes, and says how to end it', async () => {
      const command = prepare(['--lake', lake], {
        run: async (request, ports) => {
          const result = await publishing(coverageOf('eu-west-1', 'complete'))(request, ports);
          command.send('SIGINT');
          return result;
        },
      });

      expect(await command.status()).toBe(0);
      expect(command.err.text()).toContain('The run is committed: its publication is being finished.');
    });
  });

  it('leaves no scratch folder behind, whatever happens', async () => {
    let scratch = '';
    const leaving: Run = async (_, ports) => {
      scratch = ports.scratchFolder;
      await mkdir(scratch, { recursive: true });
      await writeFile(join(scratch, 'rows'), 'x');
      throw new LakeError('full');
    };
    await collect(['--lake', lake], { run: leaving });

    expect(scratch).not.toBe('');
    expect(existsSync(dirname(scratch))).toBe(false);
    expect(await readdir(parent)).toEqual(['lake']);
  });

  it('shows one rewritten line on a terminal, and takes it away in the end', async () => {
    const { err } = await collect(['--lake', lake], {
      columns: 60,
      run: publishing(coverageOf('eu-west-1', 'complete'), denied),
    });

    const drawn = err.split('\r\u001b[2K');
    expect(drawn).toContain('1 of 2 targets · 3 builds · 0:00');
    expect(drawn).toContain('2 of 2 targets · 1 not read · 8 builds · 0:00');
    expect(drawn.at(-1)).toBe('');
    expect(err).not.toContain('\n');
  });

  it('writes a line for each target elsewhere', async () => {
    const { err } = await collect(['--lake', lake], { run: publishing(coverageOf('eu-west-1', 'complete'), denied) });

    expect(err.split('\n')).toEqual([
      'Reading 2 targets.',
      '[1/2] 111122223333 eu-west-1: complete, 3 builds',
      '[2/2] 111122223333 us-east-1: denied (AccessDeniedException), 5 builds kept',
      'Merging with the last snapshot.',
      'Committed: 3 builds.',
      '',
    ]);
  });

  it('helps', async () => {
    const { status, out, err } = await collect(['--help', '--nonsense']);

    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
