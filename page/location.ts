import { signal } from '@preact/signals';
import { type Address, formatAddress, type Parameters, parseAddress, type ViewName } from './address';

/** What the page shows. */
export const address = signal<Address>(parseAddress(''));

/** Follows the location: links, the buttons of the browser, and what is typed there. */
export const followLocation = (): void => {
  const read = (): void => {
    address.value = parseAddress(window.location.hash);
  };
  window.addEventListener('hashchange', read);
  read();
};

/** Shows a view without a step in the history: for what changes with each key. */
export const replaceAddress = <V extends ViewName>(view: V, parameters: Parameters<V>): void => {
  window.history.replaceState(null, '', formatAddress(view, parameters));
  address.value = parseAddress(window.location.hash);
};
