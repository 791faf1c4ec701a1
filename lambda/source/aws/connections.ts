import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import type { Access } from '../../sdk/access';
import { SdkConnections } from '../../sdk/connections';
import type { Timeouts } from '../../sdk/timeouts';
import type { CallReporter } from '../call-event';
import { readAnswer } from './answer-body';

/**
 * The connections of all clients. The clients come and go with the targets; destroying one leaves the connections of the
 * others alone. There is no limit to the sockets: a request that waits for one is timed out as if the service were
 * silent, and how many are under way at once is for the caller to say.
 */
export class Connections extends SdkConnections {
  constructor(
    access: Access,
    private readonly timeouts: Timeouts,
    private readonly reportCall?: CallReporter | undefined,
  ) {
    const reused = { keepAlive: true };
    super(access, timeouts, { httpAgent: new HttpAgent(reused), httpsAgent: new HttpsAgent(reused) });
  }

  override async handle(...args: Parameters<SdkConnections['handle']>): ReturnType<SdkConnections['handle']> {
    this.reportCall?.('sent');
    const { response } = await super.handle(...args);
    const { body } = response;
    if (body instanceof Readable) response.body = await readAnswer(body, this.timeouts.request);
    return { response };
  }

  override destroy(): void {}

  close(): void {
    super.destroy();
  }
}
