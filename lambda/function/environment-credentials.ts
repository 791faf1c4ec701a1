/**
 * In the function's bundle, this takes the place of the SDK's `@aws-sdk/credential-provider-node`
 * (lib/collector/bundle.ts). Lambda gives a function its credentials in the environment: profiles, SSO and the rest of
 * the chain, a fifth of the bundle, have nothing to look for there.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
