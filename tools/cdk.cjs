/*
 * The CDK's command line. On Node 20 its SDK warns with every command that versions to come will want a newer Node; they
 * come with a version of this project that says so itself.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
require('aws-cdk/bin/cdk');
