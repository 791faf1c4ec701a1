import { ReadError } from '../../../lambda/source/image-builder';
import type { Random } from '../random';
import type { VirtualTime } from '../virtual-time';
import { type Birth, BuildLife, DOCUMENT_MARKER } from './fake-build';
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

type Identity = Pick<Birth, 'region' | 'arn' | 'versionArn' | 'name' | 'version' | 'build' | 'type'>;

/** An account that lives: what it holds at a time, and everything that it ever held. */
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
    if (found === undefined) throw new Error(`no Region ${name} in this world`);
    return found;
  }

  /** A build of any name and version; the number is the next free one, so that deleting the last lets it be reused. */
  create(region: FakeRegion): void {
    const type = this.random.pick(TYPES);
    const name = this.random.pick(NAMES);
    const version = this.random.pick(['1.0.0', '2.0.0', '10.0.0']);
    const normalised = name.toLowerCase().replaceAll(/[ _]/g, '-');
    const versionArn = `arn:aws:imagebuilder:${region.name}:${ACCOUNT_ID}:workflow/${type.toLowerCase()}/${normalised}/${version}`;
    const siblings = region.alive.filter(({ birth }) => birth.versionArn === versionArn);
    const build = Math.max(0, ...siblings.map(({ birth }) => birth.build)) + 1;
    const arn = `${versionArn}/${build}`;
    this.bear({ region: region.name, arn, versionArn, name, version, build, type }, region);
  }

  /** Deletes a build and makes another, which gets its number and so its ARN. */
  recreate(life: BuildLife, region: FakeRegion): void {
    this.delete(life);
    this.bear(life.birth, region);
  }

  private bear(identity: Identity, region: FakeRegion): void {
    // Two lives of one ARN never share a document.
    const life = region.lives.filter(({ birth }) => birth.arn === identity.arn).length;
    const birth: Birth = {
      ...identity,
      owner: ACCOUNT_ID,
      description: this.random.pick([undefined, 'Builds the web base image', 'half a \ud800 pair']),
      changeDescription: this.random.pick([undefined, 'Initial version', `Life ${life}`]),
      dateCreated: this.newDate(),
      data: `# ${DOCUMENT_MARKER}\nlife: ${life}\nat: ${this.time.now}\n`,
      kmsKeyId: this.random.pick([undefined, `arn:aws:kms:${region.name}:${ACCOUNT_ID}:alias/ib`]),
      parameters: this.random.pick([[], PARAMETERS]),
    };
    region.lives.push(new BuildLife(birth, this.time.now, this.random.pick(TAGS)));
  }

  /** No two builds are created in one millisecond. */
  private newDate(): string {
    this.lastDate = Math.max(this.time.now, this.lastDate + 1);
    return new Date(this.lastDate).toISOString();
  }

  retag(life: BuildLife): void {
    life.tags.set(this.time.now, this.random.pick(TAGS));
  }

  deprecate(life: BuildLife, hides: boolean): void {
    life.state.set(this.time.now, { status: 'DEPRECATED', reason: this.random.pick([undefined, 'Superseded']) });
    if (hides) life.listed.set(this.time.now, false);
  }

  delete(life: BuildLife): void {
    life.goneAt = this.time.now;
  }
}
