import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { AwsClients } from '../aws-clients';
import type { PhysicalId } from './stack-resources';

interface Statement {
  readonly Sid: string;
  readonly Resource: string | readonly string[];
  readonly Action: string | readonly string[];
}

/** The role of the deployed function. */
export class DeployedRole {
  constructor(
    private readonly aws: AwsClients,
    private readonly physicalId: PhysicalId,
  ) {}

  async statements(): Promise<readonly Statement[]> {
    const { PolicyDocument = '' } = await this.aws.iam.send(new GetRolePolicyCommand(this.policy));
    return JSON.parse(decodeURIComponent(PolicyDocument)).Statement;
  }

  async setStatements(statements: readonly Statement[]): Promise<void> {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await this.aws.iam.send(new PutRolePolicyCommand({ ...this.policy, PolicyDocument }));
  }

  async actions(): Promise<readonly string[]> {
    return (await this.statements()).flatMap(({ Action }) => Action);
  }

  private get policy() {
    return { RoleName: this.physicalId('CollectorRole'), PolicyName: 'collect' };
  }
}

/** The statements without one action; a statement that grants nothing any more is left out. */
export const withoutAction = (statements: readonly Statement[], action: string): readonly Statement[] =>
  statements
    .map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((granted) => granted !== action),
    }))
    .filter(({ Action }) => Action.length > 0);
