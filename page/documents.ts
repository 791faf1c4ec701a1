import { signal } from '@preact/signals';
import { faultText } from './fault-text';
import type { WorkflowDocument } from './report-data';

/** Unpacks a chunk. */
type ReadChunk = (chunk: number) => Promise<readonly WorkflowDocument[]>;

/** The documents of the report, read chunk by chunk: one that is asked for before its turn is read at once. */
export class Documents {
  /** How many are read. */
  readonly read = signal(0);
  /** Why some of them cannot be read. */
  readonly fault = signal<string | undefined>(undefined);
  readonly count: number;
  private readonly firsts: readonly number[];
  private readonly chunks: Promise<readonly WorkflowDocument[]>[] = [];
  private readonly lowered: string[] = [];

  constructor(
    sizes: readonly number[],
    private readonly readChunk: ReadChunk,
  ) {
    let first = 0;
    this.firsts = sizes.map((size) => {
      first += size;
      return first - size;
    });
    this.count = first;
  }

  async get(number: number): Promise<WorkflowDocument> {
    const chunk = this.firsts.findLastIndex((first) => first <= number);
    const document = (await this.chunk(chunk))[number - (this.firsts[chunk] ?? 0)];
    if (document === undefined) throw new Error(`This file holds no document ${number}; it holds ${this.count}.`);
    return document;
  }

  /** The text of a document in small letters; undefined until it is read. */
  loweredText(number: number): string | undefined {
    return this.lowered[number];
  }

  /** Those that can be read: what is wrong with the others is told by `fault`. */
  async readAll(): Promise<void> {
    for (let chunk = 0; chunk < this.firsts.length; chunk++)
      await this.chunk(chunk).catch((error: unknown) => {
        this.fault.value = faultText(error);
      });
  }

  private chunk(chunk: number): Promise<readonly WorkflowDocument[]> {
    this.chunks[chunk] ??= this.readNow(chunk);
    return this.chunks[chunk];
  }

  private async readNow(chunk: number): Promise<readonly WorkflowDocument[]> {
    const documents = await this.readChunk(chunk);
    documents.forEach(({ text }, index) => {
      this.lowered[(this.firsts[chunk] ?? 0) + index] = text.toLowerCase();
    });
    this.read.value += documents.length;
    return documents;
  }
}
