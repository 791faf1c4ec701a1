import { describe, expect, it } from '@jest/globals';
import { Fn } from 'aws-cdk-lib';
import { memberDecryption, memberListing, memberPermissions } from '../../../lambda/contract/member-permissions';
import { ConfigurationError, MemberRole, type MemberRoleProps } from '../../../lib';
import { listOf, type Parsed, resourceOf, resourcesOf, spelled, statementsOf, templateWith } from '../synthesized';

const COLLECTOR = 'arn:aws-us-gov:iam::111122223333:role/lake/collector';

const templateOf = (props: Partial<MemberRoleProps> = {}) =>
  templateWith((stack) => {
    new MemberRole(stack, 'Member', { collectorRoleArn: COLLECTOR, ...props });
  });

const roleOf = (props?: Partial<MemberRoleProps>) => resourceOf(templateOf(props), 'AWS::IAM::Role');

const allStatements = (props?: Partial<MemberRoleProps>): readonly Parsed[] => {
  const template = templateOf(props);
  const added = resourcesOf(template, 'AWS::IAM::Policy');
  return [
    ...statementsOf(resourceOf(template, 'AWS::IAM::Role')),
    ...added.flatMap(({ properties }) => properties.PolicyDocument.Statement),
  ];
};

const actionsOf = (props?: Partial<MemberRoleProps>): readonly unknown[] =>
  allStatements(props).flatMap(({ Action }) => listOf(Action));

describe('the member role', () => {
  it('is assumed by the collector’s role and by nobody else, and may be there before it', () => {
    const [statement, ...more] = roleOf().properties.AssumeRolePolicyDocument.Statement;
    expect(more).toEqual([]);
    expect({ ...statement, Principal: { AWS: spelled(statement.Principal.AWS) } }).toEqual({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: 'arn:{AWS::Partition}:iam::111122223333:root' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': COLLECTOR } },
    });
  });

  it('asks for an external ID where there is one', () => {
    const [{ Condition }] = roleOf({ externalId: 'ours' }).properties.AssumeRolePolicyDocument.Statement;
    expect(Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': COLLECTOR },
      StringEquals: { 'sts:ExternalId': 'ours' },
    });
  });

  it.each(['*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::*:role/collector', 'arn:aws:iam::111122223333:root'])(
    'is not made for %s, which may be more than one role',
    (collectorRoleArn) => {
      expect(() => templateOf({ collectorRoleArn })).toThrow(
        /^The props of a member role are wrong:\n {2}- collectorRoleArn: given "/,
      );
    },
  );

  it('is not made of props that STS would never match, and says all that is wrong at once', () => {
    const wrong = () => templateOf({ collectorRoleArn: '*', roleName: 'lake/*', externalId: 'a b' });
    expect(wrong).toThrow(ConfigurationError);
    expect(wrong).toThrow(/:(\n {2}- (collectorRoleArn|roleName|externalId): given ".*"; allowed: .*){3}$/);
    expect(() => templateOf({ externalId: '' })).toThrow('externalId: given ""; allowed: 2 to 1,224 letters');
  });

  it('is made of what is not known yet', () => {
    const text = Fn.importValue('theirs');
    expect(() => templateOf({ collectorRoleArn: text, externalId: text })).not.toThrow();
  });

  it('reads: it has no action that changes anything, and no wildcard for one', () => {
    for (const action of actionsOf({ listsOrganization: true }))
      expect(action).toMatch(/^(imagebuilder:(List|Get)|account:List|organizations:List|kms:Decrypt$)[A-Za-z]*$/);
  });

  it('may do what the contract gives a reason for, and nothing else', () => {
    const scope = { partition: '{AWS::Partition}', accountId: '{AWS::AccountId}' };
    const documented = [...memberPermissions(scope), memberDecryption(scope), memberListing()];
    const granted = allStatements({ listsOrganization: true }).map(({ Sid, Action, Resource, Condition }) => ({
      sid: Sid,
      actions: listOf(Action),
      resources: listOf(Resource).map(spelled),
      operators: Object.keys(Condition ?? {}),
    }));
    expect(granted).toEqual(
      documented.map(({ sid, actions, resources, conditions }) => ({
        sid,
        actions,
        resources,
        operators: Object.keys(conditions ?? {}),
      })),
    );
  });

  it('decrypts workflows of its own account only, with any key, or nothing where that is switched off', () => {
    const decrypting = allStatements().find(({ Sid }) => Sid === 'DecryptWorkflows');
    expect(spelled(decrypting.Resource)).toBe('arn:{AWS::Partition}:kms:*:*:key/*');
    const [context] = listOf(decrypting.Condition.StringLike['kms:EncryptionContext:aws:imagebuilder:arn']);
    expect(spelled(context)).toBe('arn:{AWS::Partition}:imagebuilder:*:{AWS::AccountId}:workflow/*');
    expect(actionsOf({ decryptsWorkflows: false })).not.toContain('kms:Decrypt');
  });

  it('lists the Regions of its own account, and an organization only where it is asked to', () => {
    const regions = allStatements().find(({ Sid }) => Sid === 'ListRegions');
    expect(spelled(regions.Resource)).toBe('arn:{AWS::Partition}:account::{AWS::AccountId}:account');
    expect(actionsOf()).not.toContain('organizations:ListAccounts');
    expect(actionsOf({ listsOrganization: true })).toContain('organizations:ListAccounts');
  });

  it('is called as the collector’s memberRoleName says', () => {
    const nameIn = ({ properties }: Parsed) => [properties.Path, properties.RoleName];
    expect(nameIn(roleOf())).toEqual(['/', 'imagebuilder-workflow-reader']);
    expect(nameIn(roleOf({ roleName: 'lake/reader' }))).toEqual(['/lake/', 'reader']);
  });
});
