import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { systemClock } from '../../lambda/clock';
import { parseScheduledTime } from '../../lambda/contract/scheduled-time';
import { run } from '../../lambda/run';
import { ReadError, type Tags, type Workflow } from '../../lambda/source/image-builder';
import { openDirectoryLake } from '../../local/lake/directory-lake';
import { ACCOUNT, buildArn, FakeSource, workflow } from '../fakes/fake-source';

/** The lake that `npm start` makes. */
export const makeDemoLake = (folder: string): string => {
  const script = [require.resolve('tsx/cli'), resolve(__dirname, '../../local/demo.ts')];
  execFileSync(process.execPath, script, { cwd: folder });
  return join(folder, 'lake', 'demo');
};

const counted = (version: string, build: number): Workflow => {
  const arn = `arn:aws:imagebuilder:eu-west-1:${ACCOUNT}:workflow/build/counted/${version}/${build}`;
  return workflow(arn, { version });
};

const tagged = (name: string, tags: Tags): Workflow => workflow(buildArn('eu-west-1', name), { tags });

const LOCKED = buildArn('eu-west-1', 'locked');
const DENIED = new ReadError('denied', 'AccessDeniedException', 'not authorized');

/** A lake after its first run, with rows that a careless query gets wrong, and a Region that could not be read. */
export const makeLakeOfOneDay = async (folder: string): Promise<string> => {
  const scheduledTime = parseScheduledTime('2026-11-20T06:00:00Z');
  if (scheduledTime === undefined) throw new Error('no scheduled time');
  const source = new FakeSource({
    'eu-west-1': {
      builds: [
        counted('2.9.0', 1),
        counted('2.10.0', 9),
        counted('2.10.0', 10),
        tagged('key', { 'x"team': 'wrong' }),
        tagged('value', { note: 'x, "team"=>"wrong"' }),
        tagged('team', { team: 'right "one"' }),
        workflow(LOCKED),
      ],
      getError: (arn) => (arn === LOCKED ? DENIED : undefined),
    },
    'us-east-1': { builds: [], listError: DENIED },
  });
  await run(
    { scheduledTime, accountId: ACCOUNT, regions: 'enabled', excludedRegions: [], dropScope: 'none' },
    {
      lake: await openDirectoryLake(join(folder, 'lake')),
      source,
      clock: systemClock,
      scratchFolder: join(folder, 'scratch'),
      report: () => undefined,
    },
  );
  return join(folder, 'lake');
};
