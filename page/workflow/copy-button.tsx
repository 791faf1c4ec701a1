import type { VNode } from 'preact';
import { useState } from 'preact/hooks';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, as in "Copy ARN". */
  readonly what: string;
}

/** Copies the very text, of which the page may show marks in place of some characters. */
export const CopyButton = ({ text, what }: CopyButtonProps): VNode => {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    try {
      // A page that came over plain http has no clipboard at all.
      await navigator.clipboard.writeText(text);
      setSaid('copied');
    } catch {
      setSaid('the browser does not allow copying');
    }
  };
  return (
    <span class="copy">
      <button type="button" onClick={copy}>
        Copy {what}
      </button>
      <span role="status">{said}</span>
    </span>
  );
};
