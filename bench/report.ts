import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { buildPage } from '../local/report/page-code';
import { launchChromium } from '../test/engines/install/chromium';
import { madeContent } from '../test/engines/page/made-content';
import { documentText } from '../test/engines/page/made-document';
import { writeMadeReport } from '../test/engines/page/made-reports';
import { blankFrames } from './frames';

/*
 * The report of a large lake in Chromium: its size, and how long a person waits. tsx report WORKFLOWS BUILDS OPENINGS
 */

const [workflows = 2000, buildsEach = 5, openings = 7] = process.argv.slice(2).map(Number);
const DOCUMENTS = { steps: 5 };
const VIEWPORT = { width: 1280, height: 800 };

/** Sets `firstRow` to the milliseconds from the beginning of the navigation to the frame that shows a row. */
const NOTE_FIRST_ROW = `
new MutationObserver((_, observer) => {
  if (document.querySelector('.rows tbody tr[data-row]') === null) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.firstRow = performance.now(); }));
}).observe(document, { childList: true, subtree: true });`;

/** Collects in `keys` the milliseconds from each key to the frame that answers it, in steps of 8. */
const NOTE_KEYS = `
window.keys = [];
new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries()) if (name === 'keydown') window.keys.push(duration);
}).observe({ type: 'event', durationThreshold: 16 });`;

/** Words of names, of documents, and half an ARN. */
const TYPED = ['payments ubuntu', 'hardening', '$.stepOutputs.Launch', 'workflow/build/search-deb', 'IMG-12'];

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const numberOf = async (page: Page, expression: string): Promise<number> => Number(await page.evaluate(expression));

const openPage = async (browser: Browser, address: string): Promise<Page> => {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.addInitScript(NOTE_FIRST_ROW);
  await page.goto(address);
  await page.locator('.rows tbody tr[data-row]').first().waitFor();
  return page;
};

const firstRowOf = async (browser: Browser, address: string): Promise<number> => {
  const page = await openPage(browser, address);
  await page.waitForTimeout(100);
  const milliseconds = await numberOf(page, 'firstRow');
  await page.close();
  return milliseconds;
};

/** With the documents read, as somebody finds it who has looked at the page for a second. */
const readPage = async (browser: Browser, address: string): Promise<Page> => {
  const page = await openPage(browser, `${address}#workflows?search=e`);
  await page.getByText('not searched yet').waitFor({ state: 'detached' });
  await page.getByRole('searchbox').fill('');
  await page.getByRole('searchbox').focus();
  return page;
};

interface Typing {
  /** Milliseconds from each key to the frame that answers it. */
  readonly answers: readonly number[];
  /** Milliseconds of CPU that the page's thread spends on each: other work of the machine is not in them. */
  readonly work: readonly number[];
}

const KEY_PAUSE = 120;

const typingIn = async (page: Page): Promise<Typing> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(NOTE_KEYS);
  const work: number[] = [];
  for (const text of TYPED) {
    await page.getByRole('searchbox').fill('');
    await page.waitForTimeout(KEY_PAUSE);
    for (const key of text) {
      const before = await workOf(session);
      await page.keyboard.press(key);
      await page.waitForTimeout(KEY_PAUSE);
      work.push((await workOf(session)) - before);
    }
  }
  const told = String(await page.evaluate('keys.join()'))
    .split(',')
    .filter(Boolean)
    .map(Number);
  // Those that took less than 16 ms are not told.
  const untold = Array<number>(Math.max(0, work.length - told.length)).fill(16);
  return { answers: [...untold, ...told], work };
};

const workOf = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
};

const measure = async (browser: Browser, file: string): Promise<Readonly<Record<string, number>>> => {
  const address = pathToFileURL(file).href;
  const firstRows: number[] = [];
  for (let opening = 0; opening < openings; opening++) firstRows.push(await firstRowOf(browser, address));
  const page = await readPage(browser, address);
  const { answers, work } = await typingIn(page);
  return {
    firstRow: median(firstRows),
    keys: work.length,
    answer: median(answers),
    longestAnswer: Math.max(...answers),
    work: median(work),
    mostWork: Math.max(...work),
    ...(await blankFrames(browser, page)),
  };
};

const LAKE = { workflows, buildsEach, accounts: 100, changes: 3000, documents: DOCUMENTS };

const main = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-report-'));
  const browser = await launchChromium();
  try {
    const file = join(folder, 'report.html');
    const code = await buildPage();
    await writeMadeReport(file, madeContent(LAKE), code);
    const sample = documentText({ name: 'payments-rhel-9-base', seed: 1, build: 0, ...DOCUMENTS });
    console.log(
      JSON.stringify({
        documentMegabytes: (sample.length * workflows * buildsEach) / 1e6,
        codeKilobytes: (code.script.length + code.style.length) / 1e3,
        fileMegabytes: statSync(file).size / 1e6,
        ...(await measure(browser, file)),
      }),
    );
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
