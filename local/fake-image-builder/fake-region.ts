import type { Tags } from '../../lambda/source/image-builder';
import { type Behaviour, HEALTHY } from './behaviour';
import { buildOf, byNewest, type FakeBuild, type WorkflowDefinition } from './fake-build';
import { normalisedName } from './workflow-arn';

/** What AWS's pages leave open, so that either answer can be tried. */
interface ListHabits {
  /** Whether list answers carry tags. AWS's model declares them, its samples lack them. */
  readonly carryTags: boolean;
  /** Whether deprecated builds are listed. For components they are not. */
  readonly carryDeprecated: boolean;
  /** Whether ListWorkflowBuildVersions works without an ARN, as it has since 2025. */
  readonly needNoArn: boolean;
}

/** One Region of an account: its builds, and how it treats its callers. Everything may change while a server runs. */
export class FakeRegion {
  behaviour: Behaviour = HEALTHY;
  habits: ListHabits = { carryTags: true, carryDeprecated: true, needNoArn: true };
  readonly #builds = new Map<string, FakeBuild>();
  readonly #deniedKeys = new Set<string>();

  constructor(
    readonly name: string,
    private readonly accountId: string,
    private readonly partition: string,
  ) {}

  /** Newest first. */
  builds(): readonly FakeBuild[] {
    return [...this.#builds.values()].sort(byNewest);
  }

  get(arn: string): FakeBuild | undefined {
    return this.#builds.get(arn);
  }

  /** A new build version; a version that exists already gets a further build. Returns its ARN. */
  create(definition: WorkflowDefinition): string {
    const workflow = this.arn(`workflow/${definition.type.toLowerCase()}/${normalisedName(definition.name)}`);
    const earlier = this.builds().map(({ arnParts }) => arnParts);
    const builds = earlier.filter((parts) => parts.workflow === workflow && parts.version === definition.version);
    const build = buildOf(definition, workflow, this.accountId, Math.max(0, ...builds.map((parts) => parts.build)) + 1);
    this.#builds.set(build.arn, build);
    return build.arn;
  }

  /** Sets tags, keeps the others. */
  tag(arn: string, tags: Tags): void {
    const build = this.existing(arn);
    this.#builds.set(arn, { ...build, tags: { ...build.tags, ...tags } });
  }

  untag(arn: string, keys: readonly string[]): void {
    const build = this.existing(arn);
    const tags = Object.entries(build.tags).filter(([key]) => !keys.includes(key));
    this.#builds.set(arn, { ...build, tags: Object.fromEntries(tags) });
  }

  /** No public call does this; the service does. */
  deprecate(arn: string, reason: string): void {
    this.#builds.set(arn, { ...this.existing(arn), state: { status: 'DEPRECATED', reason } });
  }

  delete(arn: string): void {
    this.existing(arn);
    this.#builds.delete(arn);
  }

  /** From now on callers may not decrypt what that KMS key (its ARN, or an alias) encrypts. */
  denyKey(kmsKeyId: string): void {
    this.#deniedKeys.add(kmsKeyId);
  }

  allowKey(kmsKeyId: string): void {
    this.#deniedKeys.delete(kmsKeyId);
  }

  mayDecrypt(build: FakeBuild): boolean {
    return build.kmsKeyId === undefined || !this.#deniedKeys.has(build.kmsKeyId);
  }

  /** An Image Builder ARN in this Region and account. */
  arn(resource: string): string {
    return `arn:${this.partition}:imagebuilder:${this.name}:${this.accountId}:${resource}`;
  }

  private existing(arn: string): FakeBuild {
    const build = this.#builds.get(arn);
    if (build === undefined) throw new Error(`${arn} is no build in ${this.name}; there are ${this.#builds.size}`);
    return build;
  }
}
