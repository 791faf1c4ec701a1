/** The code of an error of Node, such as ENOENT. */
export const codeOf = (error: unknown): string | undefined =>
  // Not by instanceof: an error of Node's own modules is of another realm where code runs in a vm context, as under jest.
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** What a failed call of the file system has to say. */
export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
