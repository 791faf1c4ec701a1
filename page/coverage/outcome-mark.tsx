import type { VNode } from 'preact';
import type { Outcome } from '../../lambda/contract/outcome';
import { OUTCOME_WORDS } from '../outcome-words';

/** An outcome by shape and word; its colour only repeats them. */
export const OutcomeMark = ({ outcome }: { readonly outcome: Outcome }): VNode => {
  const { shape, word } = OUTCOME_WORDS[outcome];
  return (
    <span class={`outcome ${outcome}`}>
      <span aria-hidden="true">{shape}</span> {word}
    </span>
  );
};
