import { describe, expect, it } from '@jest/globals';
import { Documents } from '../../page/documents';
import { choicesOf, filterWorkflows } from '../../page/list/filters';
import { nextSorting, parseSorting, sortWorkflows } from '../../page/list/sorting';
import { reportOf } from '../../page/report';
import type { WorkflowDocument } from '../../page/report-data';
import { WorkflowSearch } from '../../page/search';
import { build, indexOf } from './builds';

const DOCUMENTS = ['commands: ["$.stepOutputs.Launch.instanceId"]', 'documentName: AWS-RunShellScript'];

const report = reportOf(
  indexOf({
    builds: [
      build('golden-linux', { document: 0, tags: [{ key: 'team', value: 'platform' }] }),
      build('golden-linux', { version: '1.10.0', document: 0 }),
      build('golden-linux', { region: 'us-east-1', state: { status: 'DEPRECATED', reason: null }, document: 1 }),
      build('smoke', { type: 'TEST', description: 'Looks whether it boots', kms_key_id: 'arn:aws:kms:x', document: 1 }),
      build('sealed', { account_id: '444455556666' }),
    ],
    documents: [
      { actions: ['RunCommand'], problem: null },
      { actions: ['CreateImage', 'RunCommand'], problem: null },
    ],
    chunks: [1, 1],
  }),
);

const documentOf = (text: string): WorkflowDocument => ({ text, steps: [] });

const readDocuments = async (): Promise<Documents> => {
  const documents = new Documents([1, 1], async (chunk) => [documentOf(DOCUMENTS[chunk] ?? '')]);
  await documents.readAll();
  return documents;
};

describe('the workflows of a report', () => {
  it('are the builds of all versions under one name, in one account and Region, the newest last', () => {
    expect(report.workflows.map(({ id, builds }) => [id.replace('arn:aws:imagebuilder', ''), builds.length])).toEqual([
      [':eu-west-1:111122223333:workflow/build/golden-linux', 2],
      [':us-east-1:111122223333:workflow/build/golden-linux', 1],
      [':eu-west-1:111122223333:workflow/test/smoke', 1],
      [':eu-west-1:444455556666:workflow/build/sealed', 1],
    ]);
    expect(report.workflows[0]?.newest.version).toBe('1.10.0');
  });
});

describe('a filter', () => {
  const namesBy = (filters: Parameters<typeof filterWorkflows>[1]) =>
    filterWorkflows(report.workflows, filters, report.factsOf).map(
      ({ workflow, builds }) => `${workflow.newest.name} ${workflow.newest.region} ${builds.length}`,
    );

  it.each([
    [{ type: 'TEST' }, ['smoke eu-west-1 1']],
    [{ account: '444455556666' }, ['sealed eu-west-1 1']],
    [{ region: 'us-east-1' }, ['golden-linux us-east-1 1']],
    [{ state: 'deprecated' }, ['golden-linux us-east-1 1']],
    [{ state: 'live', type: 'BUILD' }, ['golden-linux eu-west-1 2', 'sealed eu-west-1 1']],
    [{ action: 'CreateImage' }, ['golden-linux us-east-1 1', 'smoke eu-west-1 1']],
    [{ key: 'unknown' }, ['sealed eu-west-1 1']],
    [{ key: 'service' }, ['golden-linux eu-west-1 2', 'golden-linux us-east-1 1']],
    [{ key: 'arn:aws:kms:x' }, ['smoke eu-west-1 1']],
    [{ tag: 'TEAM=plat' }, ['golden-linux eu-west-1 1']],
    [{ type: 'NONE' }, []],
  ] as const)('%j lets through %j, with the builds that match', (filters, names) => {
    expect(namesBy(filters)).toEqual(names);
  });

  it('offers what there is, each once', () => {
    expect(choicesOf(report)).toEqual({
      type: ['BUILD', 'TEST'],
      account: ['111122223333', '444455556666'],
      region: ['eu-west-1', 'us-east-1'],
      state: ['deprecated', 'live'],
      key: ['arn:aws:kms:x', 'service', 'unknown'],
      action: ['CreateImage', 'RunCommand'],
    });
  });
});

describe('sorting', () => {
  const listed = filterWorkflows(report.workflows, {}, report.factsOf);

  it('takes digits for numbers, and turns round by a second click', () => {
    const byVersion = parseSorting('version');
    expect(byVersion && sortWorkflows(listed, byVersion).at(-1)?.workflow.newest.version).toBe('1.10.0');
    expect(nextSorting('version', byVersion)).toBe('-version');
    expect(nextSorting('version', parseSorting('-version'))).toBe('version');
    expect(nextSorting('name', byVersion)).toBe('name');
  });

  it('is by no column that there is not', () => {
    for (const text of ['', 'data', '-', 'toString', '__proto__']) expect(parseSorting(text)).toBeUndefined();
  });
});

describe('a search', () => {
  const namesOf = async (query: string) => {
    const search = new WorkflowSearch(report.workflows, await readDocuments());
    await search.prepare();
    return search.find(query).map(({ newest }) => `${newest.name} ${newest.region}`);
  };

  it('finds words of names, descriptions and tags, their beginnings, and slight misspellings', async () => {
    expect(await namesOf('smo')).toEqual(['smoke eu-west-1']);
    expect(await namesOf('boots')).toEqual(['smoke eu-west-1']);
    expect(await namesOf('platform')).toEqual(['golden-linux eu-west-1']);
    expect(await namesOf('goldan us-east-1')).toContain('golden-linux us-east-1');
  });

  it('takes no account for another whose number is like it', async () => {
    const builds = ['444455556666', '444455556667'].map((account_id) => build('a', { account_id }));
    const search = new WorkflowSearch(reportOf(indexOf({ builds })).workflows, await readDocuments());
    await search.prepare();
    expect(search.find('444455556667').map(({ newest }) => newest.account_id)).toEqual(['444455556667']);
  });

  it('finds any part of an ARN or of a document', async () => {
    expect(await namesOf(':444455556666:work')).toEqual(['sealed eu-west-1']);
    expect(await namesOf('$.stepOutputs')).toEqual(['golden-linux eu-west-1']);
    expect(await namesOf('aws-runshellscript smoke')).toEqual(['smoke eu-west-1']);
    expect(await namesOf('team=platform')).toEqual(['golden-linux eu-west-1']);
  });

  it('finds nothing where one of its words is nowhere', async () => {
    expect(await namesOf('golden zqx7')).toEqual([]);
  });

  it('finds parts of names before words are indexed and documents are read', () => {
    const unread = new Documents([1, 1], async () => []);
    const search = new WorkflowSearch(report.workflows, unread);
    expect(search.find('moke').map(({ newest }) => newest.name)).toEqual(['smoke']);
  });
});

describe('a document', () => {
  it('that is asked for before its turn is read alone, and never twice', async () => {
    const chunks: number[] = [];
    const documents = new Documents([2, 1], async (chunk) => {
      chunks.push(chunk);
      return chunk === 0 ? ['a', 'b'].map(documentOf) : [documentOf('C')];
    });
    expect((await documents.get(2)).text).toBe('C');
    expect(chunks).toEqual([1]);
    expect((await documents.get(1)).text).toBe('b');
    await documents.readAll();
    expect(chunks).toEqual([1, 0]);
    expect(documents.read.value).toBe(3);
    expect(documents.loweredText(2)).toBe('c');
  });

  it('that came to harm does not hide the others', async () => {
    const documents = new Documents([1, 1, 1], async (chunk) => {
      if (chunk === 1) throw new Error('harmed');
      return [documentOf(`D${chunk}`)];
    });
    await documents.readAll();
    expect(documents.fault.value).toBe('harmed');
    expect([0, 1, 2].map((number) => documents.loweredText(number))).toEqual(['d0', undefined, 'd2']);
    await expect(documents.get(1)).rejects.toThrow('harmed');
  });

  it('that is not there is an error', async () => {
    await expect(new Documents([], async () => []).get(0)).rejects.toThrow(
      'This file holds no document 0; it holds 0.',
    );
  });
});
