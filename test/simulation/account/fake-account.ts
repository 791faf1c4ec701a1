import { ReadError } from '../../../lambda/source/image-builder';
import type { Random } from '../random';
import type { VirtualTime } from '../virtual-time';
import { type BuildFacts, FakeBuild } from './fake-build';
import { fakeDocument } from './fake-document';
import type { FakeRegion } from './fake-region';

export const ACCOUNT_ID = '111122223333';

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

type Identity = Pick<BuildFacts, 'region' | 'arn' | 'versionArn' | 'name' | 'version' | 'build' | 'type'>;

/** An account: what it holds now, and everything that it ever held. */
export class FakeAccount {
  readonly enabled: Set<string>;
  regionsRefused = false;
  private lastDate = 0;

  constructor(
    readonly regions: readonly FakeRegion[],
    private readonly time: VirtualTime,
    private readonly random: Random,
  ) {
    this.enabled = new Set(regions.map(({ name }) => name));
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
    const versionArn = `arn:aws:imagebuilder:${region.name}:${ACCOUNT_ID}:workflow/${type.toLowerCase()}/${normalised}/${version}`;
    const siblings = region.builds.filter(({ facts }) => facts.versionArn === versionArn);
    const build = Math.max(0, ...siblings.map(({ facts }) => facts.build)) + 1;
    const arn = `${versionArn}/${build}`;
    this.add({ region: region.name, arn, versionArn, name, version, build, type }, region);
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
      owner: ACCOUNT_ID,
      description: this.random.pick([undefined, 'Builds the web base image', 'half a \ud800 pair']),
      changeDescription: this.random.pick([undefined, 'Initial version', `Generation ${generation}`]),
      dateCreated: this.newDate(),
      data: fakeDocument(generation, this.time.now),
      kmsKeyId: this.random.pick([undefined, `arn:aws:kms:${region.name}:${ACCOUNT_ID}:alias/ib`]),
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
