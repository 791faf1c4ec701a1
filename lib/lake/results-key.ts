interface ResultsKeyScope {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly workgroupName: string;
}

/**
 * What the policy of a key must allow Athena, so that it encrypts the results that it keeps for a workgroup. Whoever
 * asks must be allowed to use the key, too.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/managed-results.html
 */
export const resultsKeyStatement = ({ partition, region, accountId, workgroupName }: ResultsKeyScope) => {
  const workgroup = `arn:${partition}:athena:${region}:${accountId}:workgroup/${workgroupName}`;
  return {
    Sid: 'EncryptQueryResults',
    Effect: 'Allow',
    Principal: { Service: 'encryption.athena.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
    Resource: '*',
    Condition: {
      ArnLike: { 'kms:EncryptionContext:aws:athena:arn': workgroup, 'aws:SourceArn': workgroup },
      StringEquals: { 'aws:SourceAccount': accountId },
    },
  };
};
