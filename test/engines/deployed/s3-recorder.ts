import { startProxy } from './loopback-proxy';

export interface S3Recorder {
  readonly url: string;
  /** The prefixes that were listed since the last call. */
  takeListed(): readonly string[];
  /** The keys that were read since the last call, without repeats. */
  takeRead(): readonly string[];
  stop(): Promise<void>;
}

/** Stands in front of an S3 that is addressed by path, hands everything on, and remembers what was asked of a bucket. */
export const startS3Recorder = async (behind: string): Promise<S3Recorder> => {
  let listed: string[] = [];
  let read = new Set<string>();
  const { url, stop } = await startProxy(behind, ({ message, passOn }) => {
    const { pathname, searchParams } = new URL(message.url ?? '/', behind);
    const [, key] = pathname.match(/^\/[^/]+\/(.+)$/) ?? [];
    if (message.method === 'GET' && searchParams.has('list-type')) listed.push(searchParams.get('prefix') ?? '');
    else if (message.method === 'GET' && key !== undefined) read.add(decodeURIComponent(key));
    passOn();
  });
  return {
    url,
    takeListed: () => {
      const taken = listed;
      listed = [];
      return taken;
    },
    takeRead: () => {
      const taken = [...read].sort();
      read = new Set();
      return taken;
    },
    stop,
  };
};
