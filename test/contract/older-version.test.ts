import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Table } from '../../lambda/contract/column';
import { respellDefaultValue } from '../../lambda/contract/default-value';
import { object } from '../../lambda/contract/object-shape';
import { count, orNull, since, text } from '../../lambda/contract/shape';
import { SCHEMA_VERSION, workflowTable } from '../../lambda/contract/tables';
import { faultsOf, upgradedRow } from '../../lambda/contract/validation';
import { rowOf } from '../arbitrary/row';

/** A table as it may be one day: version 2 added two columns to what today's version has. */
const LATER = SCHEMA_VERSION + 1;
const column = { type: 'string', nullable: true, description: '' } as const;
const grown = {
  name: 'grown',
  description: '',
  partitioned: false,
  columns: [
    { ...column, name: '_key', nullable: false },
    { ...column, name: 'owner', since: { version: LATER, before: null } },
    {
      ...column,
      name: 'rows',
      type: 'integer',
      nullable: false,
      since: { version: LATER, before: 0 },
    },
  ],
} as const satisfies Table;

describe('a line of an earlier version', () => {
  it('is read, and says of a column that was added later what the contract says', () => {
    expect(upgradedRow(grown, { _key: 'a' }, SCHEMA_VERSION)).toEqual({ _key: 'a', owner: null, rows: 0 });
  });

  it('is refused where its manifest says that it was written later', () => {
    expect(faultsOf(grown, { _key: 'a' }, LATER)).toEqual([
      'owner must be text or null, is missing',
      'rows must be a whole number from 0 to 9007199254740991, is missing',
    ]);
    expect(upgradedRow(grown, { _key: 'a' }, LATER)).toBeUndefined();
  });

  it('is refused where it holds a column that its version had not', () => {
    expect(faultsOf(grown, { _key: 'a', owner: null }, SCHEMA_VERSION)).toEqual(['"owner" is not a member']);
  });
});

describe('a document of an earlier version', () => {
  const shape = object({
    id: text,
    objects: object({ snapshot: text, step: since(3, orNull(text), null) }),
    accounts: since(2, count(1), 1),
  });
  const first = { id: 'a', objects: { snapshot: 's' } };
  const second = { ...first, accounts: 7 };
  const third = { id: 'a', objects: { snapshot: 's', step: null }, accounts: 7 };

  it.each([
    [1, first, { ...third, accounts: 1 }],
    [2, second, third],
    [3, third, third],
  ])('of version %i is what that version wrote, and is read as today’s', (version, written, read) => {
    expect(shape.asOf(version).is(written)).toBe(true);
    expect(shape.upgraded(written)).toEqual(read);
    expect(shape.is(shape.upgraded(written))).toBe(true);
  });

  it('is not read where it holds what only a later version had, or lacks what its own had', () => {
    expect([first, second, third].map((written) => shape.asOf(1).is(written))).toEqual([true, false, false]);
    expect([first, second, third].map((written) => shape.asOf(2).is(written))).toEqual([false, true, false]);
    expect([first, second, third].map((written) => shape.is(written))).toEqual([false, false, true]);
  });

  it('is spelled again as that version spelled it', () => {
    expect(JSON.stringify(shape.asOf(1).canonical(shape.upgraded(first)))).toBe(JSON.stringify(first));
    expect(JSON.stringify(shape.asOf(2).canonical(shape.upgraded(second)))).toBe(JSON.stringify(second));
  });

  it('is the very same value where nothing is to be done, so that most lines cost nothing', () => {
    expect(shape.upgraded(third)).toBe(third);
  });
});

describe('parameters that were written with defaultValue', () => {
  it('are read with default_value, and with nothing else changed', () => {
    const written = '[{"name":"a","type":"stringList","defaultValue":["1","2"],"description":"d"},{"name":"b"}]';
    const spelled = '[{"name":"a","type":"stringList","default_value":["1","2"],"description":"d"},{"name":"b"}]';
    expect(respellDefaultValue(written)).toBe(spelled);
    expect(respellDefaultValue(spelled)).toBe(spelled);
  });

  it.each(['', '[]', 'no JSON "defaultValue":', '{"defaultValue":1}', '[1,null,["x"]]'])(
    'leave %j as it is',
    (written) => {
      expect(respellDefaultValue(written)).toBe(written);
    },
  );

  it('are not recognised by what a description quotes', () => {
    const quoting = JSON.stringify([{ name: 'n', description: 'say "defaultValue": 1' }]);
    expect(respellDefaultValue(quoting)).toBe(quoting);
  });

  it('are respelled in every row, and no other column is touched', () => {
    fc.assert(
      fc.property(rowOf(workflowTable), fc.array(fc.string()), (row, values) => {
        const parameters = JSON.stringify([{ name: 'n', defaultValue: values }]);
        const read = upgradedRow(workflowTable, { ...row, parameters }, SCHEMA_VERSION);
        expect(read).toEqual({ ...row, parameters: JSON.stringify([{ name: 'n', default_value: values }]) });
      }),
    );
  });
});
