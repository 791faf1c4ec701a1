/** An engine cannot be had, or does not do what these tests need of it: the product may be as good as ever. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
