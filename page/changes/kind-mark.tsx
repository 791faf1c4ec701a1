import type { VNode } from 'preact';
import type { ChangeKind } from '../../lambda/contract/outcome';
import { KIND_WORDS } from './change-kinds';

/** A kind of change by sign and word; its colour only repeats them. */
export const KindMark = ({ kind }: { readonly kind: ChangeKind }): VNode => (
  <span class={`kind ${kind}`}>
    <span aria-hidden="true">{KIND_WORDS[kind].sign}</span> {KIND_WORDS[kind].word}
  </span>
);
