import type { Browser, CDPSession, Page } from 'playwright-core';

export interface Frames {
  readonly frames: number;
  /** Those in which more than 2 % of the list held no row. */
  readonly blank: number;
}

/** Where the names of a list are on the screen, in pixels. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const MOST_BLANK = 0.02;

/** The frames that a person sees while the list is flung by the wheel, and then set to places all over it. */
export const blankFrames = async (browser: Browser, page: Page): Promise<Frames> => {
  const frames: string[] = [];
  const session = await page.context().newCDPSession(page);
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    frames.push(data);
    // Where the cast has ended, nobody waits for it.
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
  });
  const box = await boxOfNames(page);
  await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
  await fling(session, box);
  await page.evaluate(JUMP);
  await session.send('Page.stopScreencast');
  const shares = await sharesOfBlank(browser, frames, box);
  return { frames: shares.length, blank: shares.filter((share) => share > MOST_BLANK).length };
};

const HEAD_HEIGHT = 36;

const boxOfNames = async (page: Page): Promise<Box> => {
  // At its end the page does not scroll along.
  await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
  const list = await page.locator('.rows').boundingBox();
  const heading = await page.locator('.rows thead th').first().boundingBox();
  const viewport = page.viewportSize();
  if (list === null || heading === null || viewport === null) throw new Error('the page shows no list');
  const bottom = Math.min(list.y + list.height, viewport.height) - 2;
  const top = Math.ceil(list.y) + HEAD_HEIGHT + 2;
  return { x: Math.ceil(list.x) + 2, y: top, width: Math.floor(heading.width) - 4, height: Math.floor(bottom - top) };
};

const FLINGS = 5;
const FLING_PIXELS = 12_000;

/** A second each, as the browser itself turns a wheel: its frames do not wait for the page. */
const fling = async (session: CDPSession, { x, y }: Box): Promise<void> => {
  for (let number = 0; number < FLINGS; number++)
    await session.send('Input.synthesizeScrollGesture', {
      x: x + 100,
      y: y + 100,
      yDistance: -FLING_PIXELS,
      speed: FLING_PIXELS,
      gestureSourceType: 'mouse',
    });
};

/** From tasks: the frame after such a jump has drawn its rows, that after one in an animation frame cannot. */
const JUMP = `(async () => {
  const list = document.querySelector('.rows');
  for (let jump = 0; jump < 40; jump++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    list.scrollTop = ((jump * 17) % 40) / 40 * list.scrollHeight;
  }
})()`;

/** In a page of their own, whose policy allows it. */
const sharesOfBlank = async (browser: Browser, frames: readonly string[], box: Box): Promise<readonly number[]> => {
  const reader = await browser.newPage();
  const shares: number[] = [];
  for (const data of frames)
    shares.push(Number(await reader.evaluate(`(${BLANK_SHARE})(${JSON.stringify({ data, box, rowHeight: 36 })})`)));
  await reader.close();
  return shares;
};

/** The share of the box in which no row has letters: lines of one colour each, more of them than a row is high. */
const BLANK_SHARE = `async ({ data, box: { x, y, width, height }, rowHeight }) => {
  const file = await fetch('data:image/png;base64,' + data);
  const image = await createImageBitmap(await file.blob());
  const drawing = new OffscreenCanvas(width, height).getContext('2d');
  drawing.drawImage(image, -x, -y);
  const pixels = drawing.getImageData(0, 0, width, height).data;
  const isPlain = (line) => {
    for (let place = line * width * 4 + 4; place < (line + 1) * width * 4; place += 4)
      if (Math.abs(pixels[place] - pixels[place - 4]) > 24) return false;
    return true;
  };
  let blank = 0;
  let plain = 0;
  for (let line = 0; line <= height; line++) {
    if (line < height && isPlain(line)) plain++;
    else {
      if (plain > rowHeight) blank += plain;
      plain = 0;
    }
  }
  return blank / height;
}`;
