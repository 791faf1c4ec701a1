import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { object } from '../../../lambda/contract/object-shape';
import { text } from '../../../lambda/contract/shape';
import type { ChangeRow, WorkflowRow } from '../../../lambda/contract/tables';
import { toHstore } from '../../../lambda/reading/hstore';
import { buildOf } from '../../../local/report/build-data';
import { changeOf } from '../../../local/report/change-data';
import { DocumentStore } from '../../../local/report/document-store';
import { tagsOf } from '../../../local/report/hstore-tags';
import { pack } from '../../../local/report/packing';
import { unpack } from '../../../page/blocks';
import { listOf } from '../../../page/list-shape';
import { chunkShape } from '../../../page/report-data';

const blockOf = (packed: string) => ({ textContent: packed, replaceChildren: () => undefined });

describe('what is packed into a page', () => {
  const shape = listOf(object({ name: text }));
  const values = fc.array(fc.record({ name: fc.string({ unit: 'binary' }) }, { noNullPrototype: true }), {
    maxLength: 20,
  });

  it('comes out as it went in, whatever characters it holds', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        expect(await unpack(blockOf(pack(shape, value)), shape)).toEqual(value);
      }),
    );
  });

  it('has no character that could end its block', () => {
    fc.assert(fc.property(values, (value) => expect(pack(shape, value)).toMatch(/^[A-Za-z0-9+/=]*$/)));
  });

  it('is told to be damaged in words, where it came to harm', async () => {
    const packed = pack(shape, [{ name: 'a' }]);
    for (const harmed of [packed.slice(0, -8), `${packed.slice(0, 20)}!`, btoa('no gzip')])
      await expect(unpack(blockOf(harmed), shape)).rejects.toThrow(
        'This file is not as it was written: a part of it cannot be unpacked. Get it once more.',
      );
  });

  it('is refused where it is not what the page knows, by whoever packs it and by the page', async () => {
    // @ts-expect-error A number is no name.
    expect(() => pack(shape, [{ name: 1 }])).toThrow('made wrongly: [0].name must be text, is 1');
    const other = pack(listOf(text), ['secret']);
    await expect(unpack(blockOf(other), shape)).rejects.toThrow(
      'This file is not as it was written: [0] must be an object, is text of length 6',
    );
  });
});

describe('tags', () => {
  it('are read back as they were before they became hstore text', () => {
    const tags = fc.dictionary(fc.string(), fc.string(), { maxKeys: 8 });
    fc.assert(
      fc.property(tags, (given) => {
        const clean = Object.fromEntries(
          Object.entries(given).map(([key, value]) => [key.replaceAll('\0', ''), value.replaceAll('\0', '')]),
        );
        expect(Object.fromEntries(tagsOf(toHstore(clean)).map(({ key, value }) => [key, value]))).toEqual({ ...clean });
      }),
    );
  });
});

const ROW: WorkflowRow = {
  _key: 'arn:aws:imagebuilder:eu-west-1:111122223333:workflow/build/a/1.0.0/1',
  account_id: '111122223333',
  arn: 'arn:aws:imagebuilder:eu-west-1:111122223333:workflow/build/a/1.0.0/1',
  change_description: null,
  data: null,
  date_created: null,
  description: null,
  kms_key_id: null,
  name: null,
  owner: null,
  parameters: null,
  state: null,
  tags: null,
  type: null,
  version: null,
};

describe('a build', () => {
  it('whose details are unknown has none', () => {
    expect(buildOf(ROW, null)).toMatchObject({ region: 'eu-west-1', parameters: null, tags: null, document: null });
  });

  it('has the parameters and the state of its JSON', () => {
    const parameters = '[{"name":"p","type":"boolean","default_value":["true"],"description":"d"},{"name":"q"}]';
    expect(buildOf({ ...ROW, parameters, state: '{"status":"DEPRECATED","reason":"old"}' }, 0)).toMatchObject({
      parameters: [
        { name: 'p', type: 'boolean', default_value: ['true'], description: 'd' },
        { name: 'q', type: null, default_value: [], description: null },
      ],
      state: { status: 'DEPRECATED', reason: 'old' },
    });
  });

  it('is a build even where others wrote what is no JSON, or no list', () => {
    for (const odd of ['{', '7', 'null', '[7]', '[null]', '{"name":[]}'])
      expect(buildOf({ ...ROW, parameters: odd, state: odd }, null).arn).toBe(ROW.arn);
  });
});

const CHANGE: ChangeRow = {
  run: '2026-11-22T06:00:00Z',
  change: 'updated',
  _key: ROW.arn,
  account_id: ROW.account_id,
  region: 'eu-west-1',
  name: 'a',
  type: 'BUILD',
  version: '1.0.0',
  changed_columns: null,
  before: null,
  after: null,
};

describe('a change', () => {
  const numbers = new Map<string, number>();
  const numberOf = (document: string): number => {
    const number = numbers.get(document) ?? numbers.size;
    numbers.set(document, number);
    return number;
  };

  it('of columns shows each as it was and as it is, the document by its number', () => {
    const before = JSON.stringify({ data: 'one', tags: '"a"=>"1"', state: null });
    const after = JSON.stringify({ data: 'two', tags: '', state: '{"status":"DISABLED"}' });
    expect(changeOf({ ...CHANGE, before, after }, numberOf)).toMatchObject({
      differences: [
        { column: 'tags', before: '"a"=>"1"', after: '' },
        { column: 'state', before: null, after: '{"status":"DISABLED"}' },
      ],
      document: { before: 0, after: 1 },
    });
  });

  it('of a deleted build shows all that it had', () => {
    const before = JSON.stringify({ ...ROW, name: 'a', data: 'one' });
    expect(changeOf({ ...CHANGE, change: 'deleted', before }, numberOf)).toMatchObject({
      differences: [{ column: 'name', before: 'a', after: null }],
      document: { before: 0, after: null },
    });
  });

  it('that is no JSON object is refused without a word of it; odd values in one are shown', () => {
    for (const odd of ['secret', '["secret"]', '{"name":"secret"'])
      try {
        changeOf({ ...CHANGE, after: odd }, numberOf);
        throw new Error('not refused');
      } catch (error) {
        expect(String(error)).toBe(
          `LakeError: The table imagebuilder_workflow_change holds a change of ${ROW.arn}, seen by the run of 2026-11-22T06:00:00Z, whose after is no JSON object: another program wrote it.`,
        );
      }
    expect(changeOf({ ...CHANGE, after: '{"name":{"toString":1}}' }, numberOf).differences).toEqual([
      { column: 'name', before: null, after: '{"toString":1}' },
    ]);
  });

  it('names the columns that the lake left out', () => {
    const before = JSON.stringify({ tags: '', omitted: ['data'] });
    expect(changeOf({ ...CHANGE, before, after: before }, numberOf).omitted).toEqual(['data']);
  });
});

describe('the documents of a report', () => {
  it('are found by their numbers, in chunks, each once', async () => {
    const store = new DocumentStore(() => [], true);
    const texts = Array.from({ length: 250 }, (_, index) => `document ${index % 240}`);
    const numbers = texts.map((each) => store.numberOf(each));
    store.end();

    expect(store.chunkSizes).toEqual([100, 100, 40]);
    const chunks = await Promise.all(store.chunks.map((chunk) => unpack(blockOf(chunk), chunkShape)));
    expect(numbers.map((number) => chunks.flat()[number]?.text)).toEqual(texts);
  });

  it('of a million characters are not kept in one chunk', () => {
    const store = new DocumentStore(() => [], true);
    for (const letter of 'abc') store.numberOf(letter.repeat(700_000));
    store.end();
    expect(store.chunkSizes).toEqual([2, 1]);
  });
});
