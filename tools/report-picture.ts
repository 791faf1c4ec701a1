import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SECOND_RUN } from '../local/demo/demo-runs';
import { launchChromium } from '../test/engines/install/chromium';

/*
 * Makes docs/pictures/report.png, the report of the demo's lake as README shows it: npx tsx tools/report-picture.ts. The
 * same each time with one Chromium and one set of fonts; another version of either may draw another picture.
 */

const ROOT = join(__dirname, '..');
const PICTURES = join(ROOT, 'docs', 'pictures');

/** What a person sees who opens the demo's report some hours after its second run. */
const NOW = new Date(Date.parse(SECOND_RUN) + 3 * 3_600_000);

const VIEW = {
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1,
  colorScheme: 'light',
  reducedMotion: 'reduce',
  locale: 'en-GB',
  timezoneId: 'UTC',
} as const;

/** In a folder of its own, so that the lake of whoever runs this stays as it is. */
const makeReport = (folder: string): string => {
  for (const script of ['demo.ts', 'report.ts'])
    execFileSync(process.execPath, [require.resolve('tsx/cli'), join(ROOT, 'local', script)], { cwd: folder });
  return join(folder, 'report.html');
};

const photograph = async (file: string, address: string, picture: string): Promise<void> => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage(VIEW);
    await page.clock.setFixedTime(NOW);
    await page.goto(`${pathToFileURL(file).href}${address}`);
    await page.locator('main h2').waitFor();
    await page.evaluate('document.fonts.ready');
    await page.screenshot({ path: picture, animations: 'disabled', caret: 'hide' });
  } finally {
    await browser.close();
  }
};

const main = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'report-picture-'));
  try {
    mkdirSync(PICTURES, { recursive: true });
    await photograph(makeReport(folder), '#workflows', join(PICTURES, 'report.png'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

void main();
