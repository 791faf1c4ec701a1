import { startFakeImageBuilder } from '../fake-image-builder/server';
import { sampleAccount } from './sample-account';

/** Serves the sample account until it is stopped, so that the other commands can be tried without AWS. */
const serve = async (): Promise<void> => {
  const { url } = await startFakeImageBuilder(sampleAccount());
  console.log(`The sample account 111122223333 is served until you press Ctrl-C. Elsewhere, try:

  export AWS_ENDPOINT_URL=${url} AWS_REGION=eu-west-1
  export AWS_ACCESS_KEY_ID=sample AWS_SECRET_ACCESS_KEY=sample
  npm run collect -- --lake lake/sample`);
};

serve().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
