import {
  type ImageBuilder,
  ReadError,
  type Source,
  type Workflow,
  type WorkflowSummary,
} from '../../lambda/source/image-builder';
import type { Target } from '../../lambda/target';

/** What a fake Region answers; a ReadError is thrown where it stands. */
export interface FakeRegion {
  builds: readonly Workflow[];
  /** What the list says of a build: by default everything but its details. */
  summarise?: (workflow: Workflow) => WorkflowSummary;
  listError?: ReadError;
  getError?: (arn: string) => ReadError | undefined;
}

export const ACCOUNT = '111122223333';

export const buildArn = (region: string, name: string, build = 1): string =>
  `arn:aws:imagebuilder:${region}:${ACCOUNT}:workflow/build/${name}/1.0.0/${build}`;

/** A build as Image Builder describes it, with every member that a live one without a key of its own has. */
export const workflow = (arn: string, members: Partial<Workflow> = {}): Workflow => ({
  arn,
  name: arn.split('/')[2],
  version: '1.0.0',
  type: 'BUILD',
  owner: ACCOUNT,
  dateCreated: '2026-09-09T19:56:38.339Z',
  data: 'schemaVersion: 1.0\nsteps: []\n',
  tags: {},
  ...members,
});

export const summaryOf = ({ data, kmsKeyId, parameters, ...summary }: Workflow): WorkflowSummary => summary;

const PAGE = 25;

/** An account in memory, by Region, that counts the calls made to it. */
export class FakeSource implements Source {
  calls: string[] = [];

  constructor(readonly regions: Record<string, FakeRegion>) {}

  async enabledRegions(): Promise<readonly string[]> {
    return Object.keys(this.regions);
  }

  imageBuilder({ region }: Target): ImageBuilder {
    return {
      listWorkflowBuildVersions: async ({ nextToken }) => {
        const fake = this.answering('list', region);
        const start = Number(nextToken ?? 0);
        const items = fake.builds.slice(start, start + PAGE).map(fake.summarise ?? summaryOf);
        return { items, nextToken: start + PAGE < fake.builds.length ? String(start + PAGE) : undefined };
      },
      listWorkflows: async () => {
        throw new ReadError('unavailable', 'NotFaked', `no ListWorkflows in ${region}`);
      },
      getWorkflow: async (arn) => {
        const fake = this.answering(`get ${arn}`, region);
        const error = fake.getError?.(arn);
        if (error !== undefined) throw error;
        const found = fake.builds.find((build) => build.arn === arn);
        if (found === undefined) throw new ReadError('not_found', 'ResourceNotFoundException', 'no such workflow');
        return found;
      },
    };
  }

  private answering(call: string, region: string): FakeRegion {
    this.calls.push(`${call.split(' ')[0]} ${region}`);
    const fake = this.regions[region];
    if (fake === undefined) throw new ReadError('no_endpoint', 'ENOTFOUND', `no Region ${region}`);
    if (call === 'list' && fake.listError !== undefined) throw fake.listError;
    return fake;
  }
}
