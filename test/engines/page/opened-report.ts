import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A report in a browser, and what came of opening it. */
export interface OpenedReport {
  readonly page: Page;
  /** What the browser complains of in its console, and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** The addresses that were asked for. */
  readonly requests: readonly string[];
  /** Goes to another address of the page. */
  readonly show: (hash: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The same for everybody, wherever the tests run. */
const CONTEXT = { locale: 'en-GB', timezoneId: 'UTC', deviceScaleFactor: 1, reducedMotion: 'reduce' } as const;

/** So much for a machine that has other work. */
const PATIENCE_MILLISECONDS = 15_000;

/** Opens a file as whoever gets it would: from the disk. */
export const openReport = async (
  browser: Browser,
  file: string,
  { hash = '', ...options }: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<OpenedReport> => {
  const context = await browser.newContext({ ...CONTEXT, viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE_MILLISECONDS);
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${pathToFileURL(file).href}${hash}`);
  return {
    page,
    complaints,
    requests,
    show: async (hash) => {
      await page.evaluate((wanted) => {
        window.location.hash = wanted;
      }, hash);
    },
    close: () => context.close(),
  };
};
