import type { ComponentChildren, VNode } from 'preact';

interface WideTableProps {
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A table that scrolls sideways, by keyboard too, where the window is narrow. */
export const WideTable = ({ label, children, ...table }: WideTableProps): VNode => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
  <section class="wide-table" aria-label={label} tabIndex={0}>
    <table {...table}>{children}</table>
  </section>
);
