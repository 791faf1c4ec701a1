import type { ChildProcess } from 'node:child_process';
import { type LoopbackProxy, type Passage, startProxy } from './deployed/loopback-proxy';

export interface Moment {
  /** Which request, from 1. */
  readonly request: number;
  /** Whether the server has carried it out by then. */
  readonly carriedOut: boolean;
}

/** Passes requests on, and kills -9 whoever sends them at a certain one, before it learns of the answer. */
export class KillingProxy {
  private requests = 0;
  private victim: ChildProcess | undefined;
  private moment: Moment | undefined;

  private constructor(private readonly proxy: LoopbackProxy) {}

  static async start(behind: string): Promise<KillingProxy> {
    const proxy = await startProxy(behind, (passage) => killing.take(passage));
    const killing = new KillingProxy(proxy);
    return killing;
  }

  get url(): string {
    return this.proxy.url;
  }

  /** Counts from here. Without a moment, the process lives. */
  watch(victim: ChildProcess, moment?: Moment): void {
    Object.assign(this, { requests: 0, victim, moment });
  }

  stop(): Promise<void> {
    return this.proxy.stop();
  }

  private take({ passOn }: Passage): void {
    this.requests++;
    const isMoment = this.requests === this.moment?.request;
    const kill = (): void => {
      if (isMoment) this.victim?.kill('SIGKILL');
    };
    if (isMoment && this.moment?.carriedOut === false) kill();
    else passOn(kill);
  }
}
