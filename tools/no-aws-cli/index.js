throw new Error(
  'A Lambda layer with the AWS CLI (BucketDeployment, AwsCliLayer) needs @aws-cdk/asset-awscli-v1, which this repository replaces by nothing. Take the entry of that name out of "overrides" in package.json, and install again.',
);
