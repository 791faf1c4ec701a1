import { faultsBy, type Shape } from '../lambda/contract/shape';

/** An element of the page that holds what was packed. */
interface Block {
  readonly textContent: string;
  replaceChildren(): void;
}

/** Unpacks a block of the page, and checks it. Its text is let go, since it is not needed twice. */
export const unpack = async <T>(block: Block, shape: Shape<T>): Promise<T> => {
  const value = await valueIn(block.textContent);
  // Not by its text: what a script says is guarded, and this one has nothing to say any more.
  block.replaceChildren();
  if (!shape.is(value)) throw new Error(`This file is not as it was written: ${faultsBy(shape, value).join('; ')}`);
  return value;
};

/** What browsers say of broken base64, gzip and JSON is of no use to whoever was sent the file. */
const valueIn = async (base64: string): Promise<unknown> => {
  try {
    return await gunzipped(bytesOf(base64)).json();
  } catch (cause) {
    throw new Error('This file is not as it was written: a part of it cannot be unpacked. Get it once more.', {
      cause,
    });
  }
};

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
};

const gunzipped = (bytes: Uint8Array<ArrayBuffer>): Response =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
