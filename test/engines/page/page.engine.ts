import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../install/chromium';
import { describeDamagedReport } from './damaged-report';
import type { Ground } from './ground';
import { describeHostileReport } from './hostile-report';
import { describeLargeReport } from './large-report';
import { describeReport } from './report';

/*
 * The report page in a real browser, opened from the disk. All of it shares one browser.
 */

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-page-'));
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const ground: Ground = { browser: () => browser, folder: (name) => join(folder, name) };

describeReport(ground);
describeLargeReport(ground);
describeHostileReport(ground);
describeDamagedReport(ground);
