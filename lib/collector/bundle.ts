import { join } from 'node:path';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BuildOptions } from 'esbuild';

const lambda = (file: string): string => join(__dirname, '../../lambda', file);

/** The function's entry; it exports `handler`. */
export const ENTRY = lambda('handler.ts');

const MAIN_FIELDS = ['module', 'main'];
/** The function runs on Node 24; whoever tries the asset at home may have Node 20. */
const TARGET = 'node20';
const REPLACED = '@aws-sdk/credential-provider-node';
const REPLACEMENT = lambda('function/environment-credentials.ts');

/**
 * How the function becomes one file, for CDK: the SDK within, minified, without a source map.
 * docs/decisions/0016-the-bundle.md gives the reasons.
 */
export const BUNDLING = {
  bundleAwsSDK: true,
  mainFields: MAIN_FIELDS,
  minify: true,
  target: TARGET,
  esbuildArgs: { '--alias': [`${REPLACED}=${REPLACEMENT}`], '--charset': 'utf8' },
} as const satisfies BundlingOptions;

/** The same for esbuild itself, and what went into it: for tests and measurements. */
export const ESBUILD = {
  alias: { [REPLACED]: REPLACEMENT },
  bundle: true,
  charset: 'utf8',
  format: 'cjs',
  logLevel: 'warning',
  mainFields: MAIN_FIELDS,
  metafile: true,
  minify: true,
  platform: 'node',
  target: TARGET,
} as const satisfies BuildOptions;
