import { signal } from '@preact/signals';
import { type Address, formatAddress, type Parameters, parseAddress, type ViewName } from './address';

/** What the page shows. */
export const address = signal<Address>(parseAddress(''));

/** Browsers allow only so many changes of the location: it follows when nothing was typed for so long. */
const PAUSE_MILLISECONDS = 400;

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Follows the location: links, the buttons of the browser, and what is typed there. */
export const followLocation = (): void => {
  const read = (): void => {
    clearTimeout(waiting);
    address.value = parseAddress(window.location.hash);
  };
  window.addEventListener('hashchange', read);
  read();
};

/** Shows a view without a step in the history: for what changes with each key. */
export const replaceAddress = <V extends ViewName>(view: V, parameters: Parameters<V>): void => {
  const hash = formatAddress(view, parameters);
  address.value = parseAddress(hash);
  clearTimeout(waiting);
  waiting = setTimeout(() => window.history.replaceState(null, '', hash), PAUSE_MILLISECONDS);
};
