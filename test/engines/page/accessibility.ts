import axe from 'axe-core';
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

/** What axe finds wrong with what a page shows, as `rule: element`; a rule that it cannot decide is not among it. */
export const axeViolations = async (page: Page): Promise<readonly string[]> => {
  // By the protocol of the browser: the policy of the page lets no script in.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
};
