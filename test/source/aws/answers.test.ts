import { describe, expect, it } from '@jest/globals';
import {
  parseBuildVersions,
  parseRegions,
  parseWorkflow,
  parseWorkflowVersions,
} from '../../../lambda/source/aws/answers';

const ARN = 'arn:aws:imagebuilder:eu-west-1:111122223333:workflow/build/web/1.0.0/1';

const INVALID = expect.objectContaining({ name: 'ReadError', reason: 'invalid_response' });

describe('a list of builds', () => {
  it('gives its items and its token', () => {
    const item = { arn: ARN, name: 'Web', state: { status: 'DEPRECATED', reason: 'old' }, tags: { team: 'web' } };
    const page = parseBuildVersions({ workflowSummaryList: [item], nextToken: 'more' });
    expect(page).toEqual({ items: [item], nextToken: 'more' });
  });

  it.each([
    ['an empty text', ''],
    ['null', null],
    ['nothing', undefined],
  ])('ends with %s for a token', (_, nextToken) => {
    expect(parseBuildVersions({ workflowSummaryList: [], nextToken }).nextToken).toBeUndefined();
  });

  it('may lack the list, as a service may leave out one without items', () => {
    expect(parseBuildVersions({}).items).toEqual([]);
    expect(parseBuildVersions({ workflowSummaryList: null }).items).toEqual([]);
  });

  it.each([
    ['a text where the list should be', { workflowSummaryList: ARN }],
    ['a structure where the list should be', { workflowSummaryList: { arn: ARN } }],
    ['an item without an ARN', { workflowSummaryList: [{ arn: ARN }, { name: 'Web' }] }],
    ['an item whose ARN is empty', { workflowSummaryList: [{ arn: '' }] }],
    ['an item whose ARN is a number', { workflowSummaryList: [{ arn: 1 }] }],
    ['an item that is null', { workflowSummaryList: [null] }],
    ['an item that is a text', { workflowSummaryList: [ARN] }],
    ['a token that is a number', { workflowSummaryList: [], nextToken: 7 }],
    ['no structure at all', 'text'],
  ])('is refused with %s', (_, answer) => {
    expect(() => parseBuildVersions(answer)).toThrow(INVALID);
  });

  it.each([
    ['name', 5],
    ['dateCreated', { epoch: 1 }],
    ['state', 'DEPRECATED'],
    ['state', { status: 1 }],
    ['tags', ['team']],
    ['tags', { team: 1 }],
    ['tags', 'team=web'],
  ])('keeps of an item with an unusable %s its ARN, and its neighbours whole', (member, value) => {
    const sound = { arn: `${ARN}0`, name: 'Other' };
    const page = parseBuildVersions({ workflowSummaryList: [{ arn: ARN, owner: 'me', [member]: value }, sound] });
    expect(page.items).toEqual([{ arn: ARN }, sound]);
  });

  it('tells no tags from unknown tags', () => {
    const { items } = parseBuildVersions({
      workflowSummaryList: [
        { arn: ARN, tags: {} },
        { arn: ARN, tags: null },
      ],
    });
    expect(items.map(({ tags }) => tags)).toEqual([{}, undefined]);
  });

  it('lets unknown types and states pass', () => {
    const item = { arn: ARN, type: 'QUANTUM', state: { status: 'DISABLED' } };
    expect(parseBuildVersions({ workflowSummaryList: [item] }).items).toEqual([item]);
  });

  it('is worth its ARN, where a text is so long that no row could hold it', () => {
    const [fits, long] = [256 * 1024, 256 * 1024 + 1].map((length) => ({ arn: ARN, description: 'x'.repeat(length) }));
    const tagged = { arn: ARN, tags: { a: 'x'.repeat(200_000), b: 'x'.repeat(100_000) } };
    const { items } = parseBuildVersions({ workflowSummaryList: [fits, long, tagged] });
    expect(items).toEqual([fits, { arn: ARN }, { arn: ARN }]);
  });

  it('has tags that a row can hold: not a character more', () => {
    const tagged = (length: number) => ({ arn: ARN, tags: { key: 'x'.repeat(length - 3) } });
    const [fits, long] = [tagged(256 * 1024), tagged(256 * 1024 + 1)];
    expect(parseBuildVersions({ workflowSummaryList: [fits, long] }).items).toEqual([fits, { arn: ARN }]);
  });

  it('is refused with an ARN that is longer than any', () => {
    const arnOf = (length: number) => ({ workflowSummaryList: [{ arn: ARN.padEnd(length, 'x') }] });
    expect(parseBuildVersions(arnOf(2048)).items).toHaveLength(1);
    expect(() => parseBuildVersions(arnOf(2049))).toThrow(INVALID);
  });

  it('keeps a tag called __proto__', () => {
    const tags: unknown = JSON.parse('{"__proto__": "x"}');
    const [item] = parseBuildVersions({ workflowSummaryList: [{ arn: ARN, tags }] }).items;
    expect(Object.entries(item?.tags ?? {})).toEqual([['__proto__', 'x']]);
  });
});

describe('a list of versions', () => {
  it('gives ARNs, and is as strict about them', () => {
    expect(parseWorkflowVersions({ workflowVersionList: [{ arn: ARN, name: 5 }] }).items).toEqual([{ arn: ARN }]);
    expect(() => parseWorkflowVersions({ workflowVersionList: [{}] })).toThrow(
      'an item of workflowVersionList has no ARN',
    );
  });
});

describe('a workflow', () => {
  it('has details, of which any may be absent', () => {
    const workflow = {
      arn: ARN,
      data: 'name: web',
      kmsKeyId: null,
      parameters: [{ name: 'size', type: 'integer', defaultValue: ['1'] }, { name: 'bare' }],
      surprise: true,
    };
    const { surprise: _, kmsKeyId: __, ...expected } = workflow;
    expect(parseWorkflow({ workflow })).toEqual(expected);
  });

  it.each([
    ['no workflow', {}],
    ['a workflow that is null', { workflow: null }],
    ['a workflow that is a text', { workflow: ARN }],
    ['no ARN', { workflow: { data: 'x' } }],
    ['data that is no text', { workflow: { arn: ARN, data: { steps: [] } } }],
    ['parameters that are no list', { workflow: { arn: ARN, parameters: 'none' } }],
    ['a parameter that is no structure', { workflow: { arn: ARN, parameters: ['size'] } }],
    ['a default that is no list', { workflow: { arn: ARN, parameters: [{ defaultValue: 'x' }] } }],
    ['a default that is no text', { workflow: { arn: ARN, parameters: [{ defaultValue: [1] }] } }],
    ['tags that are a list', { workflow: { arn: ARN, tags: [] } }],
  ])('is refused with %s', (_, answer) => {
    expect(() => parseWorkflow(answer)).toThrow(INVALID);
  });

  it('may have a document of any length', () => {
    const data = 'x'.repeat(1_000_000);
    expect(parseWorkflow({ workflow: { arn: ARN, data } }).data).toBe(data);
    expect(() => parseWorkflow({ workflow: { arn: ARN, data, kmsKeyId: data } })).toThrow(INVALID);
  });

  const longest = 'x'.repeat(256 * 1024);

  it.each<[string, unknown]>([
    ['the answer is not a structure', 'text'],
    ['the answer holds no workflow with an ARN', {}],
    ['data is not text', { workflow: { arn: ARN, data: 1 } }],
    ['name is longer than 262144 characters', { workflow: { arn: ARN, name: `${longest}x` } }],
    ['state is not a structure', { workflow: { arn: ARN, state: 'DISABLED' } }],
    ['tags is not a structure', { workflow: { arn: ARN, tags: [] } }],
    ['tags are longer than 262144 characters', { workflow: { arn: ARN, tags: { key: longest } } }],
    ['parameters is not a list', { workflow: { arn: ARN, parameters: 'none' } }],
    ['parameters is not a structure', { workflow: { arn: ARN, parameters: ['size'] } }],
    ['defaultValue is not a list', { workflow: { arn: ARN, parameters: [{ defaultValue: 'x' }] } }],
  ])('is refused with what is wrong: %s', (message, answer) => {
    expect(() => parseWorkflow(answer)).toThrow(expect.objectContaining({ code: 'UnusableAnswer', message }));
  });

  it('keeps every member that a row shows', () => {
    const workflow = {
      arn: ARN,
      name: 'Web',
      version: '1.0.0',
      type: 'BUILD',
      owner: '111122223333',
      description: 'what it does',
      changeDescription: 'what is new',
      dateCreated: '2026-11-22T06:00:00.000Z',
      state: { status: 'DEPRECATED', reason: 'old' },
      tags: { team: 'web' },
      data: 'name: web',
      kmsKeyId: 'alias/web',
      parameters: [{ name: 'size', type: 'integer', defaultValue: ['1'], description: 'how large' }],
    };
    expect(parseWorkflow({ workflow })).toEqual(workflow);
  });

  it('is refused without a word of its document', () => {
    const secret = 'hunter2';
    expect(() => parseWorkflow({ workflow: { arn: ARN, data: [secret] } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  });
});

describe('a list of Regions', () => {
  it('gives names and statuses', () => {
    const answer = { Regions: [{ RegionName: 'eu-west-1', RegionOptStatus: 'ENABLED' }], NextToken: 'more' };
    expect(parseRegions(answer)).toEqual({ items: [{ name: 'eu-west-1', status: 'ENABLED' }], nextToken: 'more' });
  });

  it('may lack the list, or a status', () => {
    expect(parseRegions({})).toEqual({ items: [], nextToken: undefined });
    expect(parseRegions({ Regions: [{ RegionName: 'eu-west-1' }] }).items).toEqual([{ name: 'eu-west-1' }]);
  });

  it.each<[string, unknown]>([
    ['RegionName is not text', { Regions: [{ RegionOptStatus: 'ENABLED' }] }],
    ['RegionOptStatus is not text', { Regions: [{ RegionName: 'eu-west-1', RegionOptStatus: 1 }] }],
    ['a Region is not a structure', { Regions: ['eu-west-1'] }],
    ['Regions is not a list', { Regions: 'eu-west-1' }],
    ['NextToken is not text', { Regions: [], NextToken: 1 }],
  ])('is refused with what is wrong: %s', (message, answer) => {
    expect(() => parseRegions(answer)).toThrow(expect.objectContaining({ code: 'UnusableAnswer', message }));
  });
});
