import { EXIT } from './command-line/exit-status';
import { reportFailure, reportUsage } from './command-line/faults';
import { type ParsedOptions, parseOptions } from './command-line/options';
import type { FakeAccount } from './fake-image-builder/fake-account';
import { startFakeImageBuilder } from './fake-image-builder/server';
import { liveOneDay } from './sample-account/sample-account';
import { sampleOrganization } from './sample-account/sample-organization';
import { standardOutput } from './terminal/output';

const HELP = `Plays AWS until it is stopped, so that the other commands can be tried without it, for three
accounts: 111122223333, whose keys it prints; 222233334444, whose role may be assumed; and
333344445555, which lets nobody in.

  npm run fake -- [--second-day] [--deny REGION …]

  --second-day   111122223333 as it is a day later: a build more, a tag changed, a workflow deleted,
                 and ap-southeast-2 denied
  --deny REGION  a Region of it whose reads a policy denies; may be repeated
  --help         prints this

Exit status: 1 it could not be served, 2 wrong usage.
`;

const OPTIONS = [{ name: 'second-day' }, { name: 'deny', takes: 'REGION', repeatable: true }, { name: 'help' }];

const [out, err] = [standardOutput(process.stdout), standardOutput(process.stderr)];

/** `npm run fake`. Resolves to the exit status of what is not served; what is served is served on. */
const serve = async (argv: readonly string[]): Promise<number> => {
  const options = parseOptions(argv, OPTIONS);
  if (options.has('help')) {
    out.write(HELP);
    return EXIT.done;
  }
  const { account, members } = sampleOrganization();
  const faults = faultsOf(options, account);
  if (faults.length > 0) return reportUsage('fake', faults, err);
  if (options.has('second-day')) liveOneDay(account);
  for (const region of options.all('deny')) account.region(region).behaviour = { kind: 'denied' };
  const { url } = await startFakeImageBuilder(account, members);
  out.write(invitation(url));
  return EXIT.done;
};

const faultsOf = (options: ParsedOptions, account: FakeAccount): readonly string[] => {
  const regions = account.regions().map(({ name }) => name);
  return [
    ...options.faults,
    ...options
      .all('deny')
      .filter((region) => region !== '' && !regions.includes(region))
      .map((region) => `--deny ${region}: 111122223333 uses ${regions.join(', ')}.`),
    ...options.positionals.map((text) => `${text} is not expected: a value follows the name of its option.`),
  ];
};

const invitation = (
  url: string,
): string => `Three sample accounts are served until you press Ctrl-C. Elsewhere, as 111122223333, try:

  unset AWS_PROFILE AWS_SESSION_TOKEN
  export AWS_ENDPOINT_URL=${url} AWS_REGION=eu-west-1
  export AWS_ACCESS_KEY_ID=sample AWS_SECRET_ACCESS_KEY=sample
  export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
  npm run collect -- --lake lake/sample
`;

void serve(process.argv.slice(2))
  .catch((error: unknown) => reportFailure(error, err))
  .then((status) => {
    process.exitCode = status;
  });
