import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Where lists were scrolled to, by the address of what they list. */
const offsets = new Map<string, number>();

/** Where a list was scrolled to, when its view was left: whoever comes back finds the same rows. */
export const useScrollOffset = (region: RefObject<HTMLElement | null>, place: string): number => {
  const last = useRef(place);
  last.current = place;
  useLayoutEffect(() => {
    const list = region.current;
    return () => {
      if (list !== null) offsets.set(last.current, list.scrollTop);
    };
  }, []);
  return offsets.get(place) ?? 0;
};
