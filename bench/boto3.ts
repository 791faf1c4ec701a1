import { EngineError, pythonPackage } from '../test/engines/install/installation';

const VERSION = '1.43.11';

/** A folder for PYTHONPATH; undefined, having said so, where there is no Python, or no boto3 for it. */
export const boto3Packages = async (): Promise<string | undefined> => {
  try {
    return await pythonPackage('boto3', VERSION);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    console.log(`Not compared with boto3: ${error.message}\n`);
    return undefined;
  }
};
