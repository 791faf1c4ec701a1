import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { counted } from '../counted';
import { Pieces } from '../shown';
import { type DiffLine, diffOf } from './line-diff';

interface TextDiffProps {
  readonly before: string;
  readonly after: string;
}

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;
const WORDS = { same: '', removed: 'removed: ', added: 'added: ' } as const;

/** How two texts differ: what is equal is shown only near a difference. */
export const TextDiff = ({ before, after }: TextDiffProps): VNode => {
  const lines = useMemo(() => diffOf(before, after), [before, after]);
  if (lines === undefined) return <p>The two have so little in common that they are not compared.</p>;
  if (lines.every(({ kind }) => kind === 'same')) return <p>The two are equal.</p>;
  return (
    <pre class="diff">
      {groupsOf(lines).map((group, index) => (
        <Group key={index} {...group} />
      ))}
    </pre>
  );
};

interface DiffGroup {
  readonly lines: readonly DiffLine[];
  readonly isFolded: boolean;
}

const NEAR = 3;

/** Equal lines that are far from any difference are folded. */
const groupsOf = (lines: readonly DiffLine[]): readonly DiffGroup[] => {
  const changed = lines.flatMap(({ kind }, index) => (kind === 'same' ? [] : [index]));
  const isNear = new Set(changed.flatMap((index) => Array.from({ length: 2 * NEAR + 1 }, (_, i) => index - NEAR + i)));
  const groups: { lines: DiffLine[]; isFolded: boolean }[] = [];
  lines.forEach((line, index) => {
    const isFolded = !isNear.has(index);
    const last = groups.at(-1);
    if (last?.isFolded === isFolded) last.lines.push(line);
    else groups.push({ lines: [line], isFolded });
  });
  return groups;
};

const Group = ({ lines, isFolded }: DiffGroup): VNode => {
  const shown = lines.map((line, index) => <LineOfDiff key={index} line={line} />);
  if (!isFolded) return <>{shown}</>;
  return (
    <details>
      <summary>{counted(lines.length, 'equal line')}</summary>
      {shown}
    </details>
  );
};

const LineOfDiff = ({ line: { kind, spans } }: { readonly line: DiffLine }): VNode => (
  <code class={kind}>
    <span aria-hidden="true">{SIGNS[kind]} </span>
    <span class="hidden">{WORDS[kind]}</span>
    {spans.map(({ text, isChanged }, index) =>
      isChanged ? (
        <em key={index}>
          <Pieces text={text} />
        </em>
      ) : (
        <Pieces key={index} text={text} />
      ),
    )}
    {'\n'}
  </code>
);
