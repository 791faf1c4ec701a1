import { signal } from '@preact/signals';
import MiniSearch, { type SearchOptions } from 'minisearch';
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

/** Every letter and digit counts: names are made of words with hyphens, tags of words with colons. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Each word is looked for once: an address may repeat one a thousand times. */
const tokenize = (query: string): string[] => [...new Set(wordsOf(query))];

const MATCHING: SearchOptions = { prefix: true, combineWith: 'AND', boost: { name: 3 }, tokenize };
/** Takes an account for another whose number is like it. */
const MISSPELT: SearchOptions = { ...MATCHING, fuzzy: 0.2 };

/**
 * Searches names, tags, ARNs and descriptions by words and their beginnings; and those and documents by any part of a text,
 * since half an ARN or `$.stepOutputs` is no word. Slight misspellings count where nothing is spelt so.
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
    const ranked = this.rank(query, MATCHING);
    const isRanked = new Set(ranked);
    const others = this.workflows.flatMap((_, number) =>
      !isRanked.has(number) && this.holds(number, parts) ? [number] : [],
    );
    const found = [...ranked, ...others];
    return (found.length > 0 ? found : this.rank(query, MISSPELT)).flatMap((number) => this.workflows[number] ?? []);
  }

  private rank(query: string, matching: SearchOptions): readonly number[] {
    return this.words.search(query, matching).map(({ id }) => Number(id));
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

const textsOf = (build: Build): readonly string[] =>
  [
    build.name ?? '',
    build.arn,
    build.description ?? '',
    build.change_description ?? '',
    ...(build.tags ?? []).map(tagText),
  ].map((text) => text.toLowerCase());
