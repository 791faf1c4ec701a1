import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { command } from './command';
import { EngineError } from './installation';
import { step } from './step';

/** Where Debian puts it. */
const USUAL_PLACE = '/usr/bin/chromium';

/**
 * A Chromium without a window: CHROMIUM, or that of Debian, which root installs where it is missing.
 *
 * @throws EngineError
 */
export const launchChromium = async (): Promise<Browser> => {
  const place = process.env['CHROMIUM'] ?? USUAL_PLACE;
  if (!existsSync(place)) await install(place);
  return chromium.launch({ executablePath: place });
};

const install = async (place: string): Promise<void> => {
  if (place !== USUAL_PLACE || process.getuid?.() !== 0)
    throw new EngineError(
      `The report is opened in Chromium, and there is none in ${place}. Install it (apt-get install chromium), or set CHROMIUM to the program.`,
    );
  await step('install Chromium', async () => {
    await apt('update', '--quiet');
    await apt('install', '--quiet', '--yes', '--no-install-recommends', ...PACKAGES);
  });
};

/** With the fonts that the page names. */
const PACKAGES = ['chromium', 'fonts-liberation', 'fonts-dejavu-core'];

const apt = async (...argv: readonly string[]): Promise<void> => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, err } = await command(['apt-get', '-o', 'DPkg::Lock::Timeout=300', ...argv], { env });
  if (status !== 0) throw new EngineError(`apt-get ${argv.join(' ')} ended with ${status}: ${err.slice(-2000)}`);
};
