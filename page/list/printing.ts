import { signal } from '@preact/signals';

/** Whether the page is being printed: then lists hold what is printed, and not only what is in sight. */
export const printing = signal(false);

window.addEventListener('beforeprint', () => {
  printing.value = true;
});
window.addEventListener('afterprint', () => {
  printing.value = false;
});
