import { signal } from '@preact/signals';
import MiniSearch from 'minisearch';
import { tagText } from './build';
import type { Documents } from './documents';
import type { Workflow } from './report';
import type { Build } from './report-data';

interface NamedWorkflow {
  readonly id: number;
  readonly name: string;
  readonly text: string;
}

/** Few enough for the page to stay responsive in between. */
const INDEXED_AT_ONCE = 250;

const MATCHING = { prefix: true, fuzzy: 0.2, combineWith: 'AND', boost: { name: 3 } } as const;

/**
 * Searches names, tags, ARNs and descriptions by words, their beginnings and slight misspellings; and those and documents
 * by any part of a text, since half an ARN or `$.stepOutputs` is no word.
 */
export class WorkflowSearch {
  /** Grows whenever more can be found. */
  readonly found = signal(0);
  private readonly words = new MiniSearch<NamedWorkflow>({ fields: ['name', 'text'], tokenize: wordsOf });
  private readonly texts: readonly string[];

  constructor(
    private readonly workflows: readonly Workflow[],
    private readonly documents: Documents,
  ) {
    this.texts = workflows.map(({ builds }) => [...new Set(builds.flatMap(textsOf))].join('\n'));
  }

  /** Until it is done, only parts of texts are found. */
  async prepare(): Promise<void> {
    const named = this.workflows.map(({ newest }, id) => ({ id, name: newest.name ?? '', text: this.texts[id] ?? '' }));
    await this.words.addAllAsync(named, { chunkSize: INDEXED_AT_ONCE });
    this.found.value++;
  }

  /** What is found, the best first. */
  find(query: string): readonly Workflow[] {
    const parts = query.toLowerCase().split(/\s+/).filter(Boolean);
    const ranked = this.words.search(query, MATCHING).map(({ id }) => Number(id));
    const isRanked = new Set(ranked);
    const others = this.workflows.flatMap((_, number) =>
      !isRanked.has(number) && this.holds(number, parts) ? [number] : [],
    );
    return [...ranked, ...others].flatMap((number) => this.workflows[number] ?? []);
  }

  /** Whether each part is in what the workflow is called, or in the document of one of its builds. */
  private holds(number: number, parts: readonly string[]): boolean {
    const text = this.texts[number] ?? '';
    const builds = this.workflows[number]?.builds ?? [];
    return parts.every(
      (part) =>
        text.includes(part) ||
        builds.some(({ document }) => document !== null && this.documents.loweredText(document)?.includes(part)),
    );
  }
}

/** Every letter and digit counts: names are made of words with hyphens, tags of words with colons. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const textsOf = (build: Build): readonly string[] =>
  [
    build.name ?? '',
    build.arn,
    build.description ?? '',
    build.change_description ?? '',
    ...(build.tags ?? []).map(tagText),
  ].map((text) => text.toLowerCase());
