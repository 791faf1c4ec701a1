import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { axeViolations } from './accessibility';
import type { Ground } from './ground';
import { demoReport } from './made-reports';
import { type OpenedReport, openReport } from './opened-report';
import { expectSoon } from './soon';

const IRELAND = 'arn:aws:imagebuilder:eu-west-1:111122223333:workflow';
const GOLDEN = `${IRELAND}/build/golden-linux-base`;

const detailOf = (id: string, others: Readonly<Record<string, string>> = {}): string =>
  `#workflow?${new URLSearchParams({ id, ...others })}`;

/** The address of each view, and the heading that it has. */
const VIEWS: Readonly<Record<string, string>> = {
  '#workflows': 'Workflows',
  [detailOf(GOLDEN, { build: `${GOLDEN}/2.0.0/2`, with: `${GOLDEN}/1.1.0/1` })]: 'golden-linux-base',
  [detailOf(`${IRELAND}/build/payments-signing-node`)]: 'payments-signing-node',
  '#coverage': 'Coverage',
  '#changes': 'Changes',
  '#steps': 'Steps',
  '#about': 'About this file',
};

export const describeReport = ({ browser, folder }: Ground): void => {
  describe('The report of the demo’s lake', () => {
    let file: string;
    let opened: OpenedReport;
    const heading = () => opened.page.locator('main h2');
    const links = () => opened.page.locator('.rows tbody th a');
    const count = () => opened.page.locator('main p[role=status]');

    beforeAll(async () => {
      file = await demoReport(folder('demo'));
    });

    const open = async (options: Parameters<typeof openReport>[2] = {}): Promise<void> => {
      opened = await openReport(browser(), file, options);
      await heading().first().waitFor();
    };

    afterEach(async () => {
      const { complaints, requests } = opened;
      await opened.close();
      expect(complaints).toEqual([]);
      expect([...new Set(requests.map((each) => each.replace(/#.*/, '')))]).toEqual([pathToFileURL(file).href]);
    });

    describe.each(['light', 'dark'] as const)('in a %s scheme', (colorScheme) => {
      it('has each view at its own address, where axe finds nothing wrong', async () => {
        await open({ colorScheme });
        for (const [hash, title] of Object.entries(VIEWS)) {
          await opened.show(hash);
          await heading().getByText(title, { exact: true }).waitFor();
          expect({ hash, violations: await axeViolations(opened.page) }).toEqual({ hash, violations: [] });
        }
      });
    });

    it('opens at the address of each view', async () => {
      await open();
      for (const [hash, title] of Object.entries(VIEWS)) {
        await opened.show(hash);
        await opened.page.reload();
        await heading().getByText(title, { exact: true }).waitFor();
      }
    });

    it.each([320, 2560])('fits into %i pixels in every view', async (width) => {
      await open({ viewport: { width, height: 800 } });
      for (const [hash, title] of Object.entries(VIEWS)) {
        await opened.show(hash);
        await heading().getByText(title, { exact: true }).waitFor();
        const { scrollWidth } = await opened.page.evaluate(() => {
          const { scrollWidth } = document.documentElement;
          return { scrollWidth };
        });
        expect({ hash, scrollWidth }).toEqual({ hash, scrollWidth: width });
      }
    });

    it.each([320, 1280])('says of each change what it is, %i pixels wide', async (width) => {
      await open({ hash: '#changes', viewport: { width, height: 800 } });
      const kinds = await opened.page.locator('.rows tbody td.kind').allInnerTexts();
      expect(kinds.slice(0, 3).map((kind) => kind.replace(/^\S+\s+/, ''))).toEqual(['created', 'deleted', 'updated']);
    });

    it('says first what could not be read', async () => {
      await open();
      const warning = opened.page.locator('header .warning');
      expect(await warning.textContent()).toContain('Not read: 1 target. 1 denied');
      expect(await warning.textContent()).toContain('Without their document: 1 build.');
    });

    it.each([
      {
        label: 'Type',
        value: 'DISTRIBUTION',
        names: ['distribute-and-announce', 'kiosk-rollout', 'Share with Organization'],
      },
      { label: 'Region', value: 'ap-southeast-2', names: ['Edge_Kiosk', 'Kiosk Smoke', 'kiosk-rollout'] },
      { label: 'State', value: 'deprecated', names: ['golden-linux-base'] },
      { label: 'Key', value: 'unknown', names: ['payments-signing-node'] },
      { label: 'Action', value: 'WaitForAction', names: ['Approval Gate', 'kiosk-rollout'] },
    ])('is filtered by $label, and has an address for what then is shown', async ({ label, value, names }) => {
      await open();
      await filter(label).selectOption(value);
      await expectRows(names);
      await opened.page.waitForURL(`**/report.html#workflows?${label.toLowerCase()}=${value}`);
      await opened.page.reload();
      await expectRows(names);
      expect(await filter(label).inputValue()).toBe(value);
      await opened.page.getByRole('button', { name: 'Clear' }).click();
      await expectCount('15 workflows, 20 builds');
    });

    it('is filtered by account, where there is but one', async () => {
      await open();
      await filter('Account').selectOption('111122223333');
      await expectCount('15 workflows, 20 builds');
    });

    it.each([
      { what: 'part of a tag', field: 'Tag', typed: 'team=ml', names: ['gpu-training-node'] },
      { what: 'a word of a name', field: 'Search', typed: 'smoke', names: ['Kiosk Smoke', 'smoke-test'] },
      { what: 'a misspelt word', field: 'Search', typed: 'vulnerabilty', names: ['vulnerability-gate'] },
      { what: 'half an ARN', field: 'Search', typed: 'test/cis-level-1/1.2', names: ['CIS Level 1'] },
      { what: 'what only a document says', field: 'Search', typed: 'cis-benchmark', names: ['CIS Level 1'] },
    ])('finds $what', async ({ field, typed, names }) => {
      await open();
      await opened.page.getByLabel(new RegExp(`^${field}`)).pressSequentially(typed);
      await expectRows(names);
    });

    it('says so where nothing is found', async () => {
      await open({ hash: '#workflows?search=nothing-is-called-so' });
      await expectCount('0 workflows, 0 builds');
    });

    it('is sorted by each heading, and the other way round by a second click', async () => {
      await open();
      for (const name of ['Name', 'Type', 'Newest', 'Builds', 'State', 'Account', 'Region', 'Created']) {
        const column = opened.page.getByRole('columnheader', { name });
        const button = column.getByRole('button');
        await button.click();
        const first = await column.getAttribute('aria-sort');
        await button.click();
        expect([first, await column.getAttribute('aria-sort')].sort()).toEqual(['ascending', 'descending']);
      }
      await opened.page.getByRole('columnheader', { name: 'Created' }).getByRole('button').click();
      const created = await opened.page.locator('.rows td.created').allInnerTexts();
      expect(created).toEqual([...created].sort());
      await opened.page.waitForURL('**#workflows?sort=created');
    });

    it('shows how two builds differ, the steps, and the document', async () => {
      await open({ hash: detailOf(GOLDEN, { build: `${GOLDEN}/2.0.0/2`, with: `${GOLDEN}/1.1.0/1` }) });
      await opened.page.locator('.diff .added').first().waitFor();
      expect(await opened.page.locator('.steps-picture li').count()).toBe(9);
      expect(await opened.page.locator('.document').textContent()).toContain('name: golden-linux-base');
      expect(await opened.page.locator('.build-line li').count()).toBe(5);
    });

    it('says of the ARN that was to be copied whether it was, and nothing of the next', async () => {
      await open({ hash: detailOf(GOLDEN) });
      // As where the page comes from a server over plain http.
      await opened.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
      await opened.page.getByRole('button', { name: 'Copy ARN' }).click();
      await opened.page.getByText('the browser does not allow copying').waitFor();
      await opened.page.locator('.builds').getByRole('link', { name: '1.1.0, build 1', exact: true }).click();
      await opened.page.getByText('the browser does not allow copying').waitFor({ state: 'detached' });
    });

    it('is used by keyboard alone: searched, entered, compared, and left again', async () => {
      await open();
      const { keyboard } = opened.page;
      await keyboard.press('Tab');
      expect(await focused()).toBe('Skip to the content');
      await keyboard.press('Enter');
      await keyboard.press('Tab');
      await keyboard.type('golden');
      for (const _ of ['type', 'account', 'region']) await keyboard.press('Tab');
      await keyboard.type('eu');
      await expectRows(['golden-linux-base']);
      await tabTo('golden-linux-base');
      await keyboard.press('Enter');
      await tabTo('compare with 1.1.0, build 1');
      await keyboard.press('Enter');
      await opened.page.locator('.comparison').waitFor();
      await opened.page.goBack();
      await opened.page.goBack();
      await expectRows(['golden-linux-base']);
    });

    it('shows something at any address, whoever wrote it', async () => {
      await open();
      for (const hash of [
        '#nothing',
        '#__proto__',
        '#workflow?id=x',
        '#workflows?type=x&sort=constructor',
        `#${'x'.repeat(9000)}`,
      ]) {
        await opened.show(hash);
        await opened.page.reload();
        await expectSoon(async () => (await opened.page.locator('main').textContent()) !== '', true);
      }
    });

    it('names the licences of what it is made with', async () => {
      await open({ hash: '#about' });
      await opened.page.getByText('preact 11').waitFor();
    });

    const filter = (name: string) => opened.page.getByRole('combobox', { name, exact: true });

    const focused = (): Promise<string | undefined> =>
      opened.page.evaluate(() => document.activeElement?.textContent?.trim());

    const tabTo = async (text: string): Promise<void> => {
      for (let presses = 0; presses < 60 && (await focused()) !== text; presses++)
        await opened.page.keyboard.press('Tab');
      expect(await focused()).toBe(text);
    };

    const expectCount = (text: string): Promise<void> => expectSoon(() => count().textContent(), text);

    const expectRows = (names: readonly string[]): Promise<void> =>
      expectSoon(async () => (await links().allInnerTexts()).sort(), [...names].sort());
  });
};
