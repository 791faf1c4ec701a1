import { signal } from '@preact/signals';
import { type Address, formatAddress, type Parameters, parseAddress, type ViewName } from './address';

/** What the page shows. */
export const address = signal<Address>(parseAddress(''));

/** Browsers allow only so many changes of the location: it follows when nothing was typed for so long. */
const PAUSE_MILLISECONDS = 400;

/** What the location has yet to follow. */
let waiting: { readonly hash: string; readonly timer: ReturnType<typeof setTimeout> } | undefined;

/** Follows the location: links, the buttons of the browser, and what is typed there. */
export const followLocation = (): void => {
  const read = (): void => {
    forget();
    address.value = parseAddress(window.location.hash);
  };
  window.addEventListener('hashchange', read);
  // Where it follows a link, the way back leads to what was typed.
  window.addEventListener('click', catchUp, { capture: true });
  read();
};

const forget = (): void => {
  clearTimeout(waiting?.timer);
  waiting = undefined;
};

const catchUp = (): void => {
  if (waiting !== undefined) window.history.replaceState(null, '', waiting.hash);
  forget();
};

/** Shows a view without a step in the history: for what changes with each key. */
export const replaceAddress = <V extends ViewName>(view: V, parameters: Parameters<V>): void => {
  const hash = formatAddress(view, parameters);
  address.value = parseAddress(hash);
  forget();
  waiting = { hash, timer: setTimeout(catchUp, PAUSE_MILLISECONDS) };
};
