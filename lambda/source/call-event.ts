/** What becomes of a request to AWS: sent, each repeat too; throttled, where AWS refuses it as one too many. */
export type CallEvent = 'sent' | 'throttled';

export type CallReporter = (event: CallEvent) => void;
