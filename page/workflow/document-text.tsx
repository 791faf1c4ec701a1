import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { counted } from '../counted';
import { Pieces } from '../shown';
import { CopyButton } from './copy-button';
import { type Line, linesOf } from './highlight';

/** What is shown of a long document, and of a long line, until more is asked for. */
const FIRST_LINES = 2000;
const FIRST_CHARACTERS = 2000;

/** A document, its keys and values told apart, with a number before each line. */
export const DocumentText = ({ text }: { readonly text: string }): VNode => {
  const lines = useMemo(() => linesOf(text), [text]);
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? lines : lines.slice(0, FIRST_LINES).map(firstOf);
  const isCut = !isWhole && (lines.length > FIRST_LINES || shown.some((line, index) => line !== lines[index]));
  return (
    <>
      <CopyButton key={text} text={text} what="document" />
      <pre class="document">
        {shown.map((line, index) => (
          <code key={index}>
            {line.map(({ text: part, kind }, place) => (
              <span key={place} class={kind === '' ? undefined : kind}>
                <Pieces text={part} />
              </span>
            ))}
            {'\n'}
          </code>
        ))}
      </pre>
      {isCut && (
        <p>
          Only its beginning is shown, and the beginnings of long lines.{' '}
          <button type="button" onClick={() => setWhole(true)}>
            Show all {counted(text.length, 'character')}
          </button>
        </p>
      )}
    </>
  );
};

/** The very same line where it is short enough. */
const firstOf = (line: Line): Line => {
  let room = FIRST_CHARACTERS;
  if (line.reduce((sum, { text }) => sum + text.length, 0) <= room) return line;
  return line.flatMap(({ text, kind }) => {
    const part = text.slice(0, room);
    room -= part.length;
    return part === '' ? [] : [{ text: part, kind }];
  });
};
