import { setTimeout as pause } from 'node:timers/promises';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** After so long without a message, none is on its way. MiniStack delivers within half a second. */
const QUIET_MILLISECONDS = 2_000;
/** How long to wait for those that must come, on a machine that has other things to do. */
const PATIENCE_MILLISECONDS = 60_000;
const STEP = 100;

/**
 * Every message that is in a queue or arrives until it is quiet, taken out of it, as JSON.
 *
 * @param expected it is not quiet before so many have come
 */
export const drained = async (
  sqs: SQSClient,
  QueueUrl: string,
  expected: number,
): Promise<readonly ReturnType<typeof JSON.parse>[]> => {
  const bodies: unknown[] = [];
  const patience = (): number => (bodies.length < expected ? PATIENCE_MILLISECONDS : QUIET_MILLISECONDS);
  for (let quiet = 0; quiet < patience(); quiet += STEP) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(JSON.parse(Body));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    if (Messages.length > 0) quiet = 0;
    else await pause(STEP);
  }
  return bodies;
};
