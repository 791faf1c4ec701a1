import { createHash } from 'node:crypto';
import { chunkShape, type DocumentFacts, type Step, type WorkflowDocument } from '../../page/report-data';
import { pack } from './packing';

/** A chunk is read as a whole: few enough for a document to be there at once, enough for gzip to see how alike they are. */
const CHUNK_DOCUMENTS = 100;
const CHUNK_CHARACTERS = 1_000_000;

/** Reads the steps of a document. */
type StepsOf = (text: string) => readonly Step[];

/** The documents of a report, each stored once. They are packed as they come, so that those alike should come together. */
export class DocumentStore {
  readonly facts: DocumentFacts[] = [];
  readonly chunks: string[] = [];
  readonly chunkSizes: number[] = [];
  private readonly numbers = new Map<string, number>();
  private open: WorkflowDocument[] = [];
  private openCharacters = 0;

  /** @param isKept whether the documents themselves are packed, or only what their steps do is told */
  constructor(
    private readonly stepsOf: StepsOf,
    private readonly isKept: boolean,
  ) {}

  /** The number of a document, from 0. */
  numberOf(text: string): number {
    const hash = createHash('sha256').update(text).digest('base64');
    const known = this.numbers.get(hash);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(hash, number);
    this.add(text);
    return number;
  }

  /** Packs what is left. */
  end(): void {
    if (this.open.length === 0) return;
    this.chunks.push(pack(chunkShape, this.open));
    this.chunkSizes.push(this.open.length);
    this.open = [];
    this.openCharacters = 0;
  }

  private add(text: string): void {
    const steps = this.stepsOf(text);
    this.facts.push({
      actions: steps.flatMap(({ action }) => action ?? []),
      problem: steps.find(({ problem }) => problem !== null)?.problem ?? null,
    });
    if (!this.isKept) return;
    this.open.push({ text, steps });
    this.openCharacters += text.length;
    if (this.open.length === CHUNK_DOCUMENTS || this.openCharacters > CHUNK_CHARACTERS) this.end();
  }
}
