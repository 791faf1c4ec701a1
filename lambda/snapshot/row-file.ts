import { closeSync, openSync } from 'node:fs';
import { readWhole, writeWhole } from './positioned-file';

/** Where a line stands in a row file; its newline is not part of it. */
export interface Slice {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * The rows of a run, on disk, so that memory does not grow with them: first the last snapshot as it was, then every row
 * that differs from it, in the order of arrival. Synchronous, since each call moves one row between memory and the page
 * cache; a full disk throws, and so fails the run.
 */
export class RowFile {
  private readonly file: number;
  private end = 0;

  constructor(path: string) {
    this.file = openSync(path, 'w+');
  }

  append(bytes: Uint8Array): Slice {
    const offset = this.end;
    writeWhole(this.file, bytes, offset);
    this.end += bytes.length;
    return { offset, bytes: bytes.length };
  }

  read({ offset, bytes }: Slice): Buffer {
    return readWhole(this.file, bytes, offset);
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Slices of a row file in key order, sixteen bytes each: what a run keeps in memory of a target's rows. */
export class RowList implements Iterable<Slice> {
  static readonly empty = new RowList(new Float64Array(0));

  private constructor(private readonly numbers: Float64Array) {}

  static of(slices: readonly Slice[]): RowList {
    if (slices.length === 0) return RowList.empty;
    const numbers = new Float64Array(slices.length * 2);
    slices.forEach(({ offset, bytes }, index) => {
      numbers[index * 2] = offset;
      numbers[index * 2 + 1] = bytes;
    });
    return new RowList(numbers);
  }

  get length(): number {
    return this.numbers.length / 2;
  }

  /** Whether both are the same slices, so the same rows. */
  equals(other: RowList): boolean {
    const { numbers } = other;
    return this.numbers.length === numbers.length && this.numbers.every((number, index) => number === numbers[index]);
  }

  at(index: number): Slice | undefined {
    const offset = this.numbers[index * 2];
    const bytes = this.numbers[index * 2 + 1];
    return offset === undefined || bytes === undefined ? undefined : { offset, bytes };
  }

  *[Symbol.iterator](): Iterator<Slice> {
    for (let index = 0; index < this.length; index++) {
      const slice = this.at(index);
      if (slice !== undefined) yield slice;
    }
  }
}
