import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { buildPage } from '../../../local/report/page-code';
import { listen, stop, urlOf } from '../../fakes/loopback';
import { readReport } from '../../local/report/report-file';
import { ESCAPING_CODE, escapes, escapingMarkup } from './escapes';
import type { Ground } from './ground';
import { hostileReport, MARKS } from './hostile-lake';
import { writeMadeReport } from './made-reports';
import { expectSoon } from './soon';

export const describeHostileReport = ({ browser, folder }: Ground): void => {
  describe('The report of a lake whose texts want out', () => {
    let server: Server;
    let asked: string[];
    let file: string;
    let texts: readonly string[];

    beforeAll(async () => {
      asked = [];
      server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end();
      });
      await listen(server);
      ({ file, texts } = await hostileReport(folder('hostile'), urlOf(server)));
    });
    afterAll(() => stop(server));

    beforeEach(() => {
      asked = [];
    });

    it('shows each of them as text in every view, runs none, and asks nobody for anything', async () => {
      const { page, context, ran } = await opened(file);
      await expectSoon(() => page.locator('.rows tbody th').count(), texts.length + 2);
      const shown = await page.locator('.rows tbody th').allInnerTexts();
      for (const text of texts.filter((each) => /^[\x20-\x7e]*$/.test(each))) expect(shown).toContain(text);
      for (const hash of await addressesOf(page)) {
        await show(page, hash);
        await page.locator('main h2').first().waitFor();
      }
      expect(await foreignMarkup(page)).toEqual([]);
      expect({ ran: await ran(), asked }).toEqual({ ran: [], asked: [] });
      expect(await page.title()).toContain(`lake <img src=x onerror="ran('lake')">`);
      await context.close();
    });

    it('shows by their numbers the characters that nobody would see', async () => {
      const { page, context } = await opened(file);
      const marks = new Set<string>();
      for (const hash of await addressesOf(page)) {
        await show(page, hash);
        await page.locator('main h2').first().waitFor();
        for (const mark of await page.locator('.mark').allTextContents()) marks.add(mark);
        expect(await page.locator('body').textContent()).not.toMatch(/[\u202e\u200b\ufeff]/);
      }
      expect([...marks].sort()).toEqual(MARKS);
      await context.close();
    });

    it('is searched and filtered by them', async () => {
      const { page, context } = await opened(file);
      await page.getByLabel(/^Search/).fill('onerror="ran(');
      await expectSoon(() => page.locator('.rows tbody th').count(), 1);
      await page.getByLabel(/^Search/).fill('');
      await page.getByRole('textbox', { name: 'Tag' }).fill('__proto__=');
      await expectSoon(() => page.locator('.rows tbody th').allInnerTexts(), ['__proto__']);
      await context.close();
    });

    it('shows the beginning of a line of 200,000 characters, and all of it on demand', async () => {
      const { page, context } = await opened(file, `#workflow?id=${encodeURIComponent(LONG_ID)}`);
      const shown = () => page.locator('.document').evaluate((element) => element.textContent?.trim().length ?? 0);
      await page.getByRole('button', { name: 'Show all 200,000 characters' }).waitFor();
      expect(await shown()).toBe(2_000);
      await page.getByRole('button', { name: 'Show all 200,000 characters' }).click();
      await expectSoon(shown, 200_000);
      await context.close();
    });

    describe('even where one of them had become markup or code, by a fault of ours', () => {
      const broken = async (name: string, change: (html: string) => string): Promise<string> => {
        const { index } = await readReport(await readFile(file, 'utf8'));
        const path = join(folder('hostile'), `${name}.html`);
        const page = await buildPage();
        const content = { index: { ...index, chunks: [] }, chunks: [] };
        await writeMadeReport(path, content, { ...page, script: `${page.script}${ESCAPING_CODE}` });
        const html = await readFile(path, 'utf8');
        await writeFile(path, change(html.replace('<body>', () => `<body>${escapingMarkup(urlOf(server))}`)));
        return path;
      };

      it('runs nothing, and asks nobody for anything: its policy stops them', async () => {
        const { page, context, ran } = await opened(await broken('stopped', (html) => html));
        await escapes.press(page);
        expect({ ran: await ran(), asked }).toEqual({ ran: [], asked: [] });
        expect(await page.evaluate('thrown')).toBeGreaterThan(5);
        await context.close();
      });

      it('would not be safe without the policy, as this test then sees', async () => {
        const withoutPolicy = (html: string): string => html.replace(/<meta http-equiv[^>]*>/, '');
        const { page, context, ran } = await opened(await broken('unstopped', withoutPolicy));
        await escapes.press(page);
        await expectSoon(ran, escapes.run);
        await expectSoon(async () => escapes.asked.filter((path) => !asked.includes(path)), []);
        await context.close();
      });
    });

    const opened = async (path: string, hash = '') => {
      const context: BrowserContext = await browser().newContext();
      const calls: string[] = [];
      await context.exposeFunction('ran', (what: unknown) => calls.push(String(what)));
      const page = await context.newPage();
      await page.goto(`file://${encodeURI(path)}${hash}`);
      await page.locator('main h2').first().waitFor();
      const ran = async () => {
        await page.waitForTimeout(300);
        return [...calls].sort();
      };
      return { page, context, ran };
    };
  });
};

const LONG_ID = 'arn:aws:imagebuilder:eu-west-1:111122223333:workflow/build/long';

/** Every view, and the page of every workflow with a comparison. */
const addressesOf = async (page: Page): Promise<readonly string[]> => {
  await page.locator('.rows tbody th a').first().waitFor();
  const details = await page
    .locator('.rows tbody th a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  const compared = details.map((hash) => `${hash}&with=${new URLSearchParams(hash.split('?')[1]).get('id')}/1.0.0/1`);
  return ['#coverage', '#changes', '#steps', '#about', ...compared, '#workflows'];
};

const show = (page: Page, hash: string): Promise<void> =>
  page.evaluate((wanted) => {
    window.location.hash = wanted;
  }, hash);

/** What no part of the page is made of. */
const foreignMarkup = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const isForeign =
        ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'LINK'].includes(element.tagName) ||
        [...element.attributes].some(
          ({ name, value }) =>
            name.startsWith('on') || name === 'action' || (name === 'href' && !value.startsWith('#')),
        );
      return isForeign ? [element.outerHTML.slice(0, 200)] : [];
    }),
  );
