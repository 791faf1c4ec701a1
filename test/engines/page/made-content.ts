import { OUTCOMES, type Outcome } from '../../../lambda/contract/outcome';
import { DocumentStore } from '../../../local/report/document-store';
import type { ReportContent } from '../../../local/report/report-content';
import { stepsOf } from '../../../local/report/steps-data';
import type { Build, Change, CoverageCell } from '../../../page/report-data';
import { Random } from '../../simulation/random';
import { type DocumentOptions, documentText } from './made-document';

interface MadeLake {
  readonly workflows: number;
  readonly buildsEach: number;
  readonly accounts: number;
  readonly changes: number;
  readonly documents: DocumentOptions;
}

const REGIONS = [
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  ...['ca-central-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1'],
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
];
const TEAMS = [
  ...['analytics', 'billing', 'checkout', 'claims', 'data-lake', 'fraud', 'identity', 'inventory', 'kiosk', 'loyalty'],
  ...['mobile', 'network', 'observability', 'payments', 'platform', 'pricing', 'risk', 'search', 'security', 'storage'],
];
const SYSTEMS = [
  ...['amazon-linux-2023', 'debian-12', 'rhel-9', 'rocky-9', 'sles-15', 'ubuntu-22-04', 'ubuntu-24-04'],
  ...['windows-2019', 'windows-2022', 'windows-2025'],
];
const PURPOSES = [
  ...['base', 'batch', 'bastion', 'build-agent', 'cis-level-1', 'container-host', 'database', 'gpu-node', 'proxy'],
  'web',
];
const TYPES = ['BUILD', 'BUILD', 'BUILD', 'TEST', 'DISTRIBUTION'] as const;

const RUN = '2026-11-22T06:00:00Z';

const accountId = (number: number): string => String(111_122_223_333 + 7_919 * number);

const at = <T>(values: readonly T[], number: number): T => {
  const value = values[number % values.length];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
};

/** What a report of a large lake holds: the same each time. Its documents are what people write, and no two are equal. */
export const madeContent = ({ workflows, buildsEach, accounts, changes, documents }: MadeLake): ReportContent => {
  const store = new DocumentStore(stepsOf, true);
  const names = Array.from({ length: workflows }, (_, number) => ({ number, name: nameOf(number) }));
  const builds = names
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ number, name }) =>
      Array.from({ length: buildsEach }, (_, build) => {
        const text = documentText({ name, seed: number, build, ...documents });
        return madeBuild(name, number, build, accounts, store.numberOf(text));
      }),
    );
  store.end();
  const index = {
    lake: 's3://image-workflows-111122223333',
    made_at: '2026-11-22T07:00:00.000Z',
    run: RUN,
    previous_run: '2026-11-21T06:00:00Z',
    collector_account_id: accountId(0),
    coverage: madeCoverage(accounts),
    changes: madeChanges(builds, changes),
    has_whole_history: false,
    builds,
    documents: store.facts,
    has_documents: true,
    chunks: store.chunkSizes,
  };
  return { index, chunks: store.chunks };
};

const nameOf = (number: number): string => {
  const name = `${at(TEAMS, number)}-${at(SYSTEMS, Math.floor(number / TEAMS.length))}`;
  const round = Math.floor(number / (TEAMS.length * SYSTEMS.length));
  return `${name}-${at(PURPOSES, round)}${round < PURPOSES.length ? '' : `-${Math.floor(round / PURPOSES.length) + 1}`}`;
};

const madeBuild = (name: string, number: number, build: number, accounts: number, document: number): Build => {
  const [account_id, region, type] = [accountId(number % accounts), at(REGIONS, number), at(TYPES, number)];
  const version = `1.${build}.0`;
  const day = new Date(Date.UTC(2026, 0, 1 + ((number + 60 * build) % 320)));
  return {
    arn: `arn:aws:imagebuilder:${region}:${account_id}:workflow/${type.toLowerCase()}/${name}/${version}/1`,
    account_id,
    region,
    type,
    name,
    version,
    date_created: day.toISOString(),
    description: `Images of ${at(SYSTEMS, number)} for the team ${at(TEAMS, number)}`,
    change_description: build === 0 ? null : `Raise the version of the agent to 3.${build}`,
    owner: account_id,
    kms_key_id: null,
    parameters: [{ name: 'patch', type: 'boolean', default_value: ['true'], description: 'Install updates' }],
    state: build === 0 ? { status: 'DEPRECATED', reason: 'Superseded' } : null,
    tags: [
      { key: 'cost-center', value: String(4000 + (number % 90)) },
      { key: 'team', value: at(TEAMS, number) },
    ],
    document,
  };
};

const madeCoverage = (accounts: number): readonly CoverageCell[] =>
  Array.from({ length: accounts }, (_, number) =>
    number % 97 === 96
      ? [cellOf(accountId(number), '*', 'denied')]
      : REGIONS.map((region, place) => cellOf(accountId(number), region, outcomeOf(number, place))),
  ).flat();

/** Most are read. */
const outcomeOf = (account: number, region: number): Outcome =>
  (account * 17 + region * 5) % 41 === 0 ? at(OUTCOMES, account + region) : 'complete';

const cellOf = (account_id: string, region: string, outcome: Outcome): CoverageCell => {
  const isComplete = outcome === 'complete';
  return {
    account_id,
    region,
    outcome,
    as_of: isComplete || outcome === 'partial' ? RUN : '2026-11-19T06:00:00Z',
    rows: 1,
    rows_without_detail: outcome === 'partial' ? 1 : 0,
    error_code: isComplete ? null : 'AccessDeniedException',
    error_message: isComplete ? null : 'User is not authorized to perform: imagebuilder:ListWorkflowBuildVersions',
  };
};

/** Over sixty days, newest first. */
const madeChanges = (builds: readonly Build[], count: number): readonly Change[] => {
  const random = new Random(7);
  return Array.from({ length: count }, (_, number) => {
    const { arn, account_id, region, name, type, version } = random.pick(builds);
    const day = new Date(Date.parse(RUN) - Math.floor((60 * number) / count) * 86_400_000);
    return {
      run: `${day.toISOString().slice(0, 19)}Z`,
      change: random.pick(['created', 'updated', 'updated', 'deleted'] as const),
      ...{ arn, account_id, region, name, type, version },
      differences: [{ column: 'tags', before: '"team"=>"platform"', after: '"team"=>"security"' }],
      document: null,
      omitted: [],
    };
  });
};
