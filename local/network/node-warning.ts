/** The SDK's word on versions of Node is for who maintains this program, not for who runs it. */
export const silenceNodeWarning = (environment: NodeJS.ProcessEnv): void => {
  environment['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
};
