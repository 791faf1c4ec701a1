import { createAwsSource } from '../lambda/source/aws/source';
import { reportFailure } from './command-line/faults';
import { makeScratch } from './command-line/scratch';
import { processSignals } from './command-line/signals';
import { replaceAwsEnvironment } from './demo/aws-environment';
import { demo } from './demo/demo';
import { DEMO_LAKE } from './demo/demo-folder';
import { Story } from './demo/story';
import { startFakeImageBuilder } from './fake-image-builder/server';
import { sampleAccount } from './sample-account/sample-account';
import { standardOutput } from './terminal/output';

/** `npm start`. Resolves to the exit status. */
const start = async (): Promise<number> => {
  const account = sampleAccount();
  const fake = await startFakeImageBuilder(account);
  replaceAwsEnvironment(process.env, fake.url);
  try {
    await demo({
      account,
      source: createAwsSource({}),
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
