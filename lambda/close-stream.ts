interface FileStream {
  readonly closed: boolean;
  destroy(): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** Lets go of the file behind a stream, whatever became of it. Resolves when the file is closed. */
export const closeStream = async (stream: FileStream): Promise<void> => {
  stream.destroy();
  if (!stream.closed) await new Promise<void>((resolve) => stream.once('close', resolve));
};
