import MiniSearch from 'minisearch';
import type { Documents } from './documents';
import type { Workflow } from './report';
import type { Build } from './report-data';

/** What is found, the best first. */
export type Search = (query: string) => readonly Workflow[];

interface NamedWorkflow {
  readonly id: number;
  readonly name: string;
  readonly text: string;
}

/** Every letter or digit counts: names are made of words with hyphens, tags of words with colons. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Searches names, tags, ARNs and descriptions by words, their beginnings and slight misspellings; and those and documents
 * by any part of a text, as half an ARN or `$.stepOutputs` has no words.
 */
export const searchOf = (workflows: readonly Workflow[], documents: Documents): Search => {
  const texts = workflows.map(({ builds }) => [...new Set(builds.flatMap(textsOf))].join('\n').toLowerCase());
  let words: MiniSearch<NamedWorkflow> | undefined;
  return (query) => {
    const parts = query.toLowerCase().split(/\s+/).filter(Boolean);
    words ??= indexOf(workflows, texts);
    const ranked = words.search(query, SEARCH).map(({ id }) => Number(id));
    const isFound = new Set(ranked);
    const others = workflows.flatMap((workflow, number) =>
      !isFound.has(number) && holds(workflow, texts[number] ?? '', parts, documents) ? [number] : [],
    );
    return [...ranked, ...others].flatMap((number) => workflows[number] ?? []);
  };
};

const SEARCH = { prefix: true, fuzzy: 0.2, combineWith: 'AND', boost: { name: 3 } } as const;

const indexOf = (workflows: readonly Workflow[], texts: readonly string[]): MiniSearch<NamedWorkflow> => {
  const words = new MiniSearch<NamedWorkflow>({ fields: ['name', 'text'], tokenize: wordsOf });
  words.addAll(workflows.map(({ newest }, id) => ({ id, name: newest.name ?? '', text: texts[id] ?? '' })));
  return words;
};

const textsOf = (build: Build): readonly string[] => [
  build.name ?? '',
  build.arn,
  build.description ?? '',
  build.change_description ?? '',
  ...(build.tags ?? []).flatMap(({ key, value }) => [key, value, `${key}=${value}`]),
];

/** Whether each part is in what the workflow is called, or in the document of one of its builds. */
const holds = (workflow: Workflow, text: string, parts: readonly string[], documents: Documents): boolean =>
  parts.every(
    (part) =>
      text.includes(part) ||
      workflow.builds.some(
        ({ document }) => document !== null && documents.loweredText(document)?.includes(part) === true,
      ),
  );
