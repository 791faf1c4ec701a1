import type { VNode } from 'preact';
import { piecesOf } from './marks';

interface ShownProps {
  readonly text: string;
}

/** A text of the lake: it cannot turn the direction of its neighbours, and nothing in it is invisible. */
export const Shown = ({ text }: ShownProps): VNode => (
  <bdi>
    <Pieces text={text} />
  </bdi>
);

/** The same, where a line of a document already stands by itself. */
export const Pieces = ({ text }: ShownProps): VNode => (
  <>
    {piecesOf(text).map((piece, index) =>
      'text' in piece ? (
        piece.text
      ) : (
        <span key={index} class="mark" dir="ltr">
          {piece.mark}
        </span>
      ),
    )}
  </>
);

/** A text, or a word of ours where there is none. */
export const ShownOr = ({ text, none }: { readonly text: string | null; readonly none: string }): VNode =>
  text === null ? <span class="none">{none}</span> : <Shown text={text} />;
