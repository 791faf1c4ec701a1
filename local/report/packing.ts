import { gzipSync } from 'node:zlib';
import { faultsBy, type Shape } from '../../lambda/contract/shape';

/**
 * A value as a block of the page: its letters are of base64, so that it can neither end its script nor be taken for
 * markup, whatever it holds.
 */
export const pack = <T>(shape: Shape<T>, value: T): string => {
  // The page refuses it, when nobody who could mend it is there any more.
  if (!shape.is(value)) throw new TypeError(`the report was made wrongly: ${faultsBy(shape, value).join('; ')}`);
  return gzipSync(JSON.stringify(value), { level: 9 }).toString('base64');
};
