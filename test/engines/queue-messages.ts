import { setTimeout as pause } from 'node:timers/promises';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** After so long without a message, none is on its way. MiniStack delivers within half a second. */
const QUIET_MILLISECONDS = 2_000;
const STEP = 100;

/** Every message that is in a queue or arrives until it is quiet, taken out of it, as JSON. */
export const drained = async (sqs: SQSClient, QueueUrl: string): Promise<readonly ReturnType<typeof JSON.parse>[]> => {
  const bodies: unknown[] = [];
  for (let quiet = 0; quiet < QUIET_MILLISECONDS; quiet += STEP) {
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
