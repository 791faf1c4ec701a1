const { basename, relative, sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const mutated = process.env.MUTATED_FILE ?? '';

/** How near a test is to the mutated file: first its own, then its folder's, and the simulation last. */
const distanceOf = ({ path, context }) => {
  const name = relative(context.config.rootDir, path);
  if (basename(name, '.test.ts') === basename(mutated, '.ts')) return 0;
  if (name.includes('simulation')) return 100;
  const [folders, others] = [name, mutated].map((file) => file.split(sep).slice(1, -1));
  return 10 - folders.filter((folder, i) => folder === others[i]).length;
};

/** A mutant is caught by the first test that fails, and mostly by one that is made for its file. */
module.exports = class NearestFirst extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => distanceOf(a) - distanceOf(b) || (a.path < b.path ? -1 : 1));
  }
};
