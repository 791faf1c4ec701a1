import { ReadError } from '../../../lambda/source/image-builder';
import type { Random } from '../random';
import type { VirtualTime } from '../virtual-time';
import { type BuildFacts, FakeBuild } from './fake-build';
import { fakeDocument } from './fake-document';
import type { FakeRegion } from './fake-region';
import { Timeline } from './timeline';

/** Its state in the organization; `outside`: it is no member, or not yet. */
export type Standing = 'ACTIVE' | 'SUSPENDED' | 'CLOSED' | 'PENDING_CLOSURE' | 'outside';

/** How STS answers whoever wants to assume its role. `sts_off`: the account has no STS in that Region. */
export const ROLES = ['there', 'missing', 'sts_off'] as const;

const NAMES = ['Web Base', 'db_base', 'smoke'] as const;
const TYPES = ['BUILD', 'TEST', 'DISTRIBUTION'] as const;
const TAGS = [
  {},
  { team: 'web' },
  { team: 'db', 'Cost Center': '' },
  { 'a:b': 'say "hi" \\ there', z: 'Ärger 🚀' },
  { team: 'a=>b, "c"=>"d"' },
] as const;

const PARAMETERS = [
  { name: 'retries', type: 'integer', defaultValue: ['3'], description: 'How often' },
  { name: 'ticket', type: 'string' },
] as const;

type Identity = Pick<BuildFacts, 'accountId' | 'region' | 'arn' | 'versionArn' | 'name' | 'version' | 'build' | 'type'>;

/** An account: what it holds now, and everything that it ever held. */
export class FakeAccount {
  readonly enabled: Set<string>;
  regionsRefused = false;
  readonly role: Timeline<(typeof ROLES)[number]>;
  private lastDate = 0;

  constructor(
    readonly id: string,
    readonly standing: Timeline<Standing>,
    /** The unit that it is in; undefined: right under the root. */
    public unit: string | undefined,
    readonly regions: readonly FakeRegion[],
    private readonly time: VirtualTime,
    private readonly random: Random,
  ) {
    this.enabled = new Set(regions.map(({ name }) => name));
    this.role = new Timeline<(typeof ROLES)[number]>(time.now, 'there');
  }

  get isActive(): boolean {
    return this.standing.current === 'ACTIVE';
  }

  /** What account:ListRegions answers. */
  enabledRegions(): readonly string[] {
    if (this.regionsRefused)
      throw new ReadError('denied', 'AccessDeniedException', 'not authorized: account:ListRegions');
    return this.regions.map(({ name }) => name).filter((name) => this.enabled.has(name));
  }

  region(name: string): FakeRegion {
    const found = this.regions.find((region) => region.name === name);
    if (found === undefined) throw new Error(`no Region ${name} in this scenario`);
    return found;
  }

  /** A build of any name and version; the number is the next free one, so that deleting the last lets it be reused. */
  create(region: FakeRegion): void {
    const type = this.random.pick(TYPES);
    const name = this.random.pick(NAMES);
    const version = this.random.pick(['1.0.0', '2.0.0', '10.0.0']);
    const normalised = name.toLowerCase().replaceAll(/[ _]/g, '-');
    const versionArn = `arn:aws:imagebuilder:${region.name}:${this.id}:workflow/${type.toLowerCase()}/${normalised}/${version}`;
    const siblings = region.builds.filter(({ facts }) => facts.versionArn === versionArn);
    const build = Math.max(0, ...siblings.map(({ facts }) => facts.build)) + 1;
    const arn = `${versionArn}/${build}`;
    this.add({ accountId: this.id, region: region.name, arn, versionArn, name, version, build, type }, region);
  }

  /** Deletes a build and makes another, which gets its number and so its ARN. */
  recreate(build: FakeBuild, region: FakeRegion): void {
    this.delete(build);
    this.add(build.facts, region);
  }

  private add(identity: Identity, region: FakeRegion): void {
    // No two builds of one ARN share a document.
    const generation = region.allBuilds.filter(({ facts }) => facts.arn === identity.arn).length;
    const facts: BuildFacts = {
      ...identity,
      owner: this.id,
      description: this.random.pick([undefined, 'Builds the web base image', 'half a \ud800 pair']),
      changeDescription: this.random.pick([undefined, 'Initial version', `Generation ${generation}`]),
      dateCreated: this.newDate(),
      data: fakeDocument(generation, this.time.now),
      kmsKeyId: this.random.pick([undefined, `arn:aws:kms:${region.name}:${this.id}:alias/ib`]),
      parameters: this.random.pick([[], PARAMETERS]),
    };
    region.allBuilds.push(new FakeBuild(facts, this.time.now, this.random.pick(TAGS)));
  }

  /** No two builds are created in one millisecond. */
  private newDate(): string {
    this.lastDate = Math.max(this.time.now, this.lastDate + 1);
    return new Date(this.lastDate).toISOString();
  }

  retag(build: FakeBuild): void {
    build.tags.set(this.time.now, this.random.pick(TAGS));
  }

  deprecate(build: FakeBuild, hides: boolean): void {
    build.state.set(this.time.now, { status: 'DEPRECATED', reason: this.random.pick([undefined, 'Superseded']) });
    if (hides) build.listed.set(this.time.now, false);
  }

  delete(build: FakeBuild): void {
    build.deletedAt = this.time.now;
  }
}
