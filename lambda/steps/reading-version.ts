/**
 * How documents are read: raised whenever one of them gives other rows than before; test/steps/reading-version.test.ts
 * fails until it is. The steps of a build that did not change are taken over from a run of the same version only.
 */
export const READING_VERSION = 1;
