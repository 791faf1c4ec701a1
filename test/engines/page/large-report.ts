import { mkdir } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { axeViolations } from './accessibility';
import type { Ground } from './ground';
import { madeContent } from './made-content';
import { writeMadeReport } from './made-reports';
import { type OpenedReport, openReport } from './opened-report';
import { expectSoon } from './soon';

const WORKFLOWS = 1200;
const LAST = 'storage-windows-2025-container-host';

const VIEWS = { '#workflows': 'Workflows', '#coverage': 'Coverage', '#changes': 'Changes', '#steps': 'Steps' };

export const describeLargeReport = ({ browser, folder }: Ground): void => {
  describe('The report of 1,000 accounts with 1,200 workflows', () => {
    let file: string;
    let opened: OpenedReport;

    beforeAll(async () => {
      await mkdir(folder('large'));
      file = `${folder('large')}/report.html`;
      const documents = { steps: 1 };
      await writeMadeReport(
        file,
        madeContent({ workflows: WORKFLOWS, buildsEach: 1, accounts: 1000, changes: 1500, documents }),
      );
    });

    const open = async (hash: string, options: Parameters<typeof openReport>[2] = {}): Promise<void> => {
      opened = await openReport(browser(), file, { ...options, hash });
      await opened.page.locator('main h2').waitFor();
    };

    afterEach(async () => {
      const { complaints } = opened;
      await opened.close();
      expect(complaints).toEqual([]);
    });

    it('gives axe nothing to find in any view', async () => {
      await open('#about');
      for (const [hash, title] of Object.entries(VIEWS)) {
        await opened.show(hash);
        await opened.page.locator('main h2').getByText(title).waitFor();
        expect({ hash, violations: await axeViolations(opened.page) }).toEqual({ hash, violations: [] });
      }
    });

    it.each([320, 2560])('fits into %i pixels in every view', async (width) => {
      await open('#about', { viewport: { width, height: 800 } });
      for (const [hash, title] of Object.entries(VIEWS)) {
        await opened.show(hash);
        await opened.page.locator('main h2').getByText(title).waitFor();
        const scrollWidth = await opened.page.evaluate(() => document.documentElement.scrollWidth);
        expect({ hash, scrollWidth }).toEqual({ hash, scrollWidth: width });
      }
    });

    it('lets the keyboard reach the last workflow, and the first again', async () => {
      await open('#workflows');
      const { page } = opened;
      await page.locator('.rows tbody a').first().focus();
      await page.keyboard.press('End');
      await expectSoon(focused, LAST);
      await page.keyboard.press('PageUp');
      await page.keyboard.press('ArrowDown');
      await expectSoon(async () => (await focused()) !== LAST, true);
      await page.keyboard.press('Home');
      await expectSoon(focused, 'analytics-amazon-linux-2023-base');
    });

    it('lets the keyboard reach the last cell of the coverage, says what is known of it, and goes back to the first', async () => {
      await open('#coverage');
      const { page } = opened;
      const grid = page.getByRole('grid');
      const rows = Number(await grid.getAttribute('aria-rowcount'));
      await grid.locator('[tabindex="0"]').focus();
      await page.keyboard.press('Control+End');
      await expectSoon(focusedCell, `${rows}, 18`);
      await page.locator('.cell-detail').getByText('us-west-2').waitFor();
      await page.keyboard.press('Control+Home');
      await expectSoon(async () => (await focusedCell()).endsWith(', 1'), true);
    });

    it('keeps the focus where a wheel scrolls it out of sight', async () => {
      await open('#workflows');
      const { page } = opened;
      await page.locator('.rows tbody a').first().focus();
      await page.locator('.rows').hover();
      await page.mouse.wheel(0, 30_000);
      await page
        .locator(`[data-row="${WORKFLOWS - 1}"], [data-row="900"]`)
        .first()
        .waitFor({ state: 'attached' });
      expect(await focused()).toBe('analytics-amazon-linux-2023-base');
    });

    it('is printed with 1,000 rows, and says what is left out', async () => {
      await open('#workflows');
      await opened.page.evaluate(() =>
        window.addEventListener('beforeprint', () => {
          const rows = document.querySelectorAll('.rows tbody tr[data-row]').length;
          document.body.dataset['printed'] =
            `${rows} rows; ${document.querySelector('main > p:last-child')?.textContent}`;
        }),
      );
      const pdf = (await opened.page.pdf()).toString('latin1');
      expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(10);
      expect(await opened.page.locator('body').getAttribute('data-printed')).toBe(
        '1000 rows; 200 rows more, which are not printed: filter the list, or open the file.',
      );
      await expectSoon(async () => (await opened.page.locator('.rows tbody tr[data-row]').count()) < 300, true);
    });

    /** Its row and its column. */
    const focusedCell = (): Promise<string> =>
      opened.page.evaluate(() => {
        const cell = document.activeElement;
        return `${cell?.closest('[role=row], tr')?.ariaRowIndex}, ${cell?.ariaColIndex}`;
      });

    const focused = (): Promise<string | undefined> =>
      opened.page.evaluate(() => document.activeElement?.textContent?.trim());
  });
};
