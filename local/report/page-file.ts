import { isRead } from '../../lambda/contract/outcome';
import { text } from '../../lambda/contract/shape';
import { counted } from '../../page/counted';
import { asOfIn, EVERY_REGION } from '../../page/coverage/coverage-cells';
import { CHUNK_CLASS, INDEX_ID, NOTICES_ID, ROOT_ID } from '../../page/page-ids';
import { type CoverageCell, indexShape } from '../../page/report-data';
import { printable } from '../terminal/text-cell';
import { pack } from './packing';
import type { Page } from './page-code';
import { policyOf } from './policy';
import type { ReportContent } from './report-content';

/**
 * The text of the page, in parts. The policy stands before anything that could run; the index before the script, and the
 * documents behind it, so that the lists are there before the documents are read.
 */
export function* pageText({ index, chunks }: ReportContent, page: Page): Generator<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policyOf(page))}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(`Image Builder workflows in ${index.lake}`)}</title>
<style>${page.style}</style>
</head>
<body>
<div id="${ROOT_ID}"><noscript>${withoutScript(index)}</noscript>${OPENING}</div>
${block(`id="${INDEX_ID}"`, pack(indexShape, index))}
<script>${page.script}</script>
`;
  for (const chunk of chunks) yield block(`class="${CHUNK_CLASS}"`, chunk);
  yield `${block(`id="${NOTICES_ID}"`, pack(text, page.notices))}</body>\n</html>\n`;
}

/** Seen only where the script that takes its place does not come. */
const OPENING =
  '<p class="opening">The report is being read. If nothing else appears, the file is not whole: get it once more; or the browser is too old.</p>';

const block = (attribute: string, packed: string): string =>
  `<script type="application/octet-stream" ${attribute}>${packed}</script>\n`;

/** What matters most, for a reader whose browser runs no scripts. */
const withoutScript = ({ lake, run, builds, coverage }: ReportContent['index']): string => {
  return `<h1>${escaped(`Image Builder workflows in ${lake}`)}</h1>
<p>${escaped(`The run of ${run} holds ${counted(builds.length, 'build')}. This page shows them by a script of its own, which this browser does not run.`)}</p>
${coverage === null ? '<p>What it could not read is not known: its coverage has expired.</p>' : unreadPart(coverage)}`;
};

/** An organization may have a hundred thousand targets; the page itself shows them all. */
const MOST_LISTED = 100;

const unreadPart = (coverage: readonly CoverageCell[]): string => {
  const unread = coverage.filter(({ outcome }) => !isRead(outcome));
  const asOf = asOfIn(coverage);
  const missing = coverage.reduce((sum, { rows_without_detail }) => sum + rows_without_detail, 0);
  if (unread.length === 0 && missing === 0) return '<p>Everything could be read.</p>';
  const items = [
    ...unread.slice(0, MOST_LISTED).map((cell) => unreadText(cell, asOf(cell))),
    ...(unread.length > MOST_LISTED ? [`and ${counted(unread.length - MOST_LISTED, 'target')} more`] : []),
    ...(missing > 0 ? [`the documents of ${counted(missing, 'build')}`] : []),
  ];
  return `<h2>Not read</h2><ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
};

const unreadText = ({ account_id, region, outcome }: CoverageCell, asOf: string | null): string => {
  const target = region === EVERY_REGION ? `${account_id}, which could not be opened` : `${account_id} ${region}`;
  return `${target}: ${outcome}, ${asOf === null ? 'never read' : `last read by the run of ${asOf}`}`;
};

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  printable(text).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
