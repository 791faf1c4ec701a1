import type { Page } from 'playwright-core';

/*
 * The ways out of a page that a text could take, had it become markup or code: by a fault of ours, or of a library.
 */

/** Markup as a parser meets it, each piece asking the server for what it is named after, or calling `ran`. */
export const escapingMarkup = (server: string): string => `
<script>ran('script of the parser')</script>
<img src="${server}/image" onerror="ran('handler of the parser')">
<style>@import "${server}/import"; @font-face { font-family: f; src: url("${server}/font") }
body { background: url("${server}/background"); font-family: f }</style>
<link rel="stylesheet" href="${server}/stylesheet"><link rel="preload" as="image" href="${server}/preload">
<link rel="prefetch" href="${server}/prefetch"><link rel="icon" href="${server}/icon">
<iframe src="${server}/frame"></iframe><object data="${server}/object"></object><embed src="${server}/embed">
<script src="${server}/script"></script><svg><script href="${server}/svg-script"></script></svg>
<video src="${server}/video" poster="${server}/poster"></video><audio src="${server}/audio"></audio>
<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${server}/speculation"],"eagerness":"immediate"}]}</script>
<a id="ping" href="#about" ping="${server}/ping">ping</a>
<form id="form" action="${server}/form" target="sink"></form><iframe name="sink"></iframe>
<base href="${server}/base/"><img src="relative">`;

/** Code as a library would run it on a text. What a browser refuses by an error is counted in `thrown`. */
export const ESCAPING_CODE = `;window.thrown=0;
for (const attempt of [
  (place) => { place.innerHTML = '<img src="data:," onerror="ran(\\'image of innerHTML\\')">'; },
  (place) => { place.innerHTML = '<svg onload="ran(\\'svg of innerHTML\\')"></svg>'; },
  (place) => { place.setAttribute('onclick', "ran('handler')"); place.click(); },
  (place) => { const link = document.createElement('a'); link.href = "javascript:ran('link')"; place.append(link); link.click(); },
  (place) => { const script = document.createElement('script'); script.text = "ran('new script')"; place.append(script); },
  () => { eval("ran('eval')"); },
  () => { setTimeout("ran('timer')"); },
  (place) => { const frame = document.createElement('iframe'); frame.srcdoc = "<script>parent.ran('srcdoc')<\\/script>"; place.append(frame); },
]) {
  const place = document.createElement('div');
  document.body.append(place);
  try { attempt(place); } catch { window.thrown++; }
}`;

export const escapes = {
  /** What is run, and asked of the server, by a page without a policy. */
  run: [
    ...['eval', 'handler', 'handler of the parser', 'image of innerHTML', 'link', 'new script'],
    ...['script of the parser', 'srcdoc', 'svg of innerHTML', 'timer'],
  ],
  asked: [
    ...['/audio', '/background', '/base/relative', '/embed', '/font', '/form?', '/frame', '/image', '/import'],
    ...[
      '/object',
      '/ping',
      '/poster',
      '/prefetch',
      '/preload',
      '/script',
      '/speculation',
      '/stylesheet',
      '/svg-script',
      '/video',
    ],
  ],
  /** Two wait for a person. */
  press: (page: Page): Promise<void> =>
    page.evaluate(() => {
      document.getElementById('ping')?.click();
      const form = document.getElementById('form');
      if (form instanceof HTMLFormElement) form.submit();
    }),
};
