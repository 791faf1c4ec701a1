import { membersOf } from '../lambda/source/aws/member-accounts';
import { createAwsSource } from '../lambda/source/aws/source';
import { reportFailure } from './command-line/faults';
import { makeScratch } from './command-line/scratch';
import { processSignals } from './command-line/signals';
import { replaceAwsEnvironment } from './demo/aws-environment';
import { demo } from './demo/demo';
import { DEMO_LAKE } from './demo/demo-folder';
import { FIRST_RUN } from './demo/demo-runs';
import { Story } from './demo/story';
import { startFakeImageBuilder } from './fake-image-builder/server';
import { SAMPLE_ACCOUNTS, sampleOrganization } from './sample-account/sample-organization';
import { standardOutput } from './terminal/output';

/** `npm start`. Resolves to the exit status. */
const start = async (): Promise<number> => {
  const { account, members } = sampleOrganization();
  const fake = await startFakeImageBuilder(account, members);
  replaceAwsEnvironment(process.env, fake.url);
  try {
    await demo({
      account,
      source: createAwsSource({
        members: membersOf({ ...SAMPLE_ACCOUNTS, accountId: account.accountId, scheduledTime: FIRST_RUN }),
      }),
      folder: DEMO_LAKE,
      story: new Story(standardOutput(process.stdout)),
      signals: processSignals,
      makeScratch,
    });
    return 0;
  } catch (error) {
    return reportFailure(error, standardOutput(process.stderr));
  } finally {
    await fake.close();
  }
};

void start().then((status) => {
  process.exitCode = status;
});
