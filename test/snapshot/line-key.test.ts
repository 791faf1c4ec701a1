import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { workflowTable } from '../../lambda/contract/tables';
import { decodeWithoutData, encodeRow, keyOfLine } from '../../lambda/snapshot/ndjson';
import { rowOf } from '../arbitrary/row';
import { buildArn } from '../fakes/account';

/** Texts that look like the line around them. */
const trap = fc
  .array(fc.constantFrom('"', '\\', '\\"', '{"_key":"', '"data":"', '","date_created":', 'é', '\u{1f680}', 'a'))
  .map((pieces) => pieces.join(''));

const rowWithTraps = fc
  .tuple(rowOf(workflowTable), trap, trap, trap, fc.boolean())
  .map(([row, key, data, description, isKnown]) => ({
    ...row,
    _key: key,
    change_description: description,
    data: isKnown ? data : null,
    date_created: description,
  }));

describe('a line of which only a part is read', () => {
  it('has its key, whatever is in it', () => {
    fc.assert(
      fc.property(rowWithTraps, (row) => {
        expect(keyOfLine(Buffer.from(encodeRow(workflowTable, row)))).toBe(row._key.toWellFormed());
      }),
    );
  });

  it('has everything but its document, whatever is in that', () => {
    fc.assert(
      fc.property(rowWithTraps, (row) => {
        const line = Buffer.from(encodeRow(workflowTable, row));
        expect(decodeWithoutData(line)).toEqual({ ...JSON.parse(line.toString()), data: null });
      }),
    );
  });

  it('need not be well-formed behind its key, where that needs no unescaping', () => {
    const key = buildArn('eu-west-1', 'a');
    expect(keyOfLine(Buffer.from(`{"_key":"${key}","cut o`))).toBe(key);
    expect(() => keyOfLine(Buffer.from(`{"_key":"a\\\\b","cut o`))).toThrow('is not JSON');
    expect(keyOfLine(Buffer.from('{"_key":""'))).toBe('');
  });
});
