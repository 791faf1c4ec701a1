import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Ground } from './ground';
import { demoReport } from './made-reports';
import { expectSoon } from './soon';

const DAMAGED = 'This file is not as it was written: a part of it cannot be unpacked. Get it once more.';

/** Ruins what is packed: its letters stay those of base64. */
const ruin = (html: string, block: 'class="documents"' | 'id="index"'): string =>
  html.replace(new RegExp(`(${block}>.{40}).{40}`), (_, kept: string) => `${kept}${'A'.repeat(40)}`);

export const describeDamagedReport = ({ browser, folder }: Ground): void => {
  describe('A report that came to harm on its way', () => {
    let html: string;
    let page: Page;

    beforeAll(async () => {
      html = await readFile(await demoReport(folder('sound')), 'utf8');
      await mkdir(folder('damaged'));
    });
    afterEach(() => page.context().close());

    const open = async (text: string, { hash = '', script = '' } = {}): Promise<void> => {
      const file = join(folder('damaged'), 'report.html');
      await writeFile(file, text);
      page = await (await browser().newContext()).newPage();
      if (script !== '') await page.addInitScript(script);
      await page.goto(`file://${file}${hash}`);
    };

    const said = (): Promise<string | null> => page.locator('#page').textContent();

    it('says so where nothing of it can be read', async () => {
      await open(ruin(html, 'id="index"'));
      await expectSoon(said, DAMAGED);
    });

    it('shows all but the documents where these cannot be read', async () => {
      await open(ruin(html, 'class="documents"'));
      await page.getByText(`Some documents can neither be shown nor searched. ${DAMAGED}`).waitFor();
      expect(await page.locator('.rows tbody tr[data-row]').count()).toBe(15);
      await page.getByRole('link', { name: 'vulnerability-gate' }).click();
      await page.getByRole('alert').getByText(`This cannot be shown. ${DAMAGED}`).waitFor();
      expect(await page.locator('.build-facts').count()).toBe(1);
    });

    it('says so where it ends before the script', async () => {
      await open(html.slice(0, html.indexOf('<script>')));
      await page
        .getByText('If nothing else appears, the file is not whole: get it once more; or the browser is too old.')
        .waitFor();
    });

    it('says so where a browser is too old for it', async () => {
      await open(html, { script: 'delete window.DecompressionStream' });
      await expectSoon(said, 'This browser is too old for this file. Open it in one of 2024 or later.');
    });

    it('keeps the way to other views where one fails by a fault of ours', async () => {
      await open(html, { hash: '#about' });
      await page.locator('main h2').waitFor();
      // The list is sorted by it, and nothing else is.
      await page.evaluate(
        "Object.defineProperty(Intl.Collator.prototype, 'compare', { get() { throw new Error('broken'); } })",
      );
      await page.getByRole('link', { name: 'Workflows' }).click();
      await page.getByRole('alert').getByText('This cannot be shown. broken').waitFor();
      await page.getByRole('link', { name: 'Changes' }).click();
      await page.locator('main h2').getByText('Changes').waitFor();
    });
  });
};
