import { describe, expect, it } from '@jest/globals';
import { workflowTable } from '../../../lambda/contract/tables';
import { rowOfWorkflow } from '../../../lambda/reading/row';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import type { FakeBuild } from '../../../local/fake-image-builder/fake-build';
import { liveOneDay, sampleAccount } from '../../../local/sample-account/sample-account';
import { SAMPLE_ACCOUNTS, sampleOrganization } from '../../../local/sample-account/sample-organization';

const buildsOf = (account: FakeAccount): readonly FakeBuild[] => account.regions().flatMap((region) => region.builds());

const rowsOf = (account: FakeAccount) => buildsOf(account).map((build) => rowOfWorkflow(account.accountId, build));

const valuesOf = (builds: readonly FakeBuild[], member: keyof FakeBuild): ReadonlySet<unknown> =>
  new Set(builds.map((build) => build[member]));

describe('the sample account', () => {
  const builds = buildsOf(sampleAccount());
  const rows = rowsOf(sampleAccount());

  it.each(workflowTable.columns.map(({ name }) => name))('fills the column %s in some row', (name) => {
    expect(rows.filter((row) => row[name] !== null && row[name] !== '' && row[name] !== '[]')).not.toHaveLength(0);
  });

  it('is the same each time', () => {
    expect(rowsOf(sampleAccount())).toEqual(rows);
  });

  it('holds a dozen workflows and more over three Regions, of every type', () => {
    expect(sampleAccount().regions()).toHaveLength(3);
    expect(new Set(builds.map(({ arnParts }) => arnParts.workflow)).size).toBeGreaterThan(12);
    expect(valuesOf(builds, 'type')).toEqual(new Set(['BUILD', 'TEST', 'DISTRIBUTION']));
  });

  it('has several builds of one version, and several versions of one workflow', () => {
    const golden = builds.filter(({ arn }) => arn.includes('eu-west-1') && arn.includes('/golden-linux-base/'));
    expect(golden.map(({ version, arnParts }) => `${version}/${arnParts.build}`).sort()).toEqual([
      '1.0.0/1',
      '1.0.0/2',
      '1.1.0/1',
      '2.0.0/1',
    ]);
  });

  it('has parameters of every type, with and without a default', () => {
    const parameters = builds.flatMap((build) => build.parameters ?? []);
    expect(new Set(parameters.map(({ type }) => type))).toEqual(
      new Set(['string', 'integer', 'boolean', 'stringList']),
    );
    expect(parameters.some(({ defaultValue }) => defaultValue === undefined)).toBe(true);
  });

  it('declares the parameters that its documents declare', () => {
    for (const { data, parameters } of builds) {
      for (const { name, defaultValue } of parameters ?? []) {
        expect(data).toMatch(new RegExp(`"?name"?: "?${name}"?,?\\n`));
        for (const value of defaultValue ?? []) expect(data).toContain(JSON.stringify(value).slice(1, -1));
      }
      expect(parameters !== undefined).toBe(/^ {0,2}"?parameters"?:/m.test(data));
    }
  });

  it('has tags that break careless encodings', () => {
    const tags = builds.flatMap((build) => Object.entries(build.tags));
    const texts = tags.flat().join();
    for (const hostile of ['"', ',', '=>', '\n', '\\', '🚀', ':', '=']) expect(texts).toContain(hostile);
    expect(tags.some(([, value]) => value === '')).toBe(true);
    expect(tags.every(([key]) => /^(?!aws:)[a-zA-Z0-9\s_.:/=+\-@]{1,128}$/.test(key))).toBe(true);
  });

  it('has a document in JSON, keys by ARN and by alias, and one build that may not be decrypted', () => {
    expect(builds.filter(({ data }) => data.startsWith('{')).map(({ data }) => typeof JSON.parse(data))).toEqual([
      'object',
    ]);
    const keys = [...valuesOf(builds, 'kmsKeyId')].filter((key) => key !== undefined).map(String);
    expect(keys.filter((key) => key.includes(':alias/'))).toHaveLength(1);
    expect(keys.filter((key) => key.includes(':key/'))).toHaveLength(2);
    const locked = sampleAccount()
      .regions()
      .flatMap((region) => region.builds().filter((build) => !region.mayDecrypt(build)));
    expect(locked.map(({ name }) => name)).toEqual(['payments-signing-node']);
  });

  it('has names that an ARN spells otherwise', () => {
    expect(builds.filter(({ arn, name }) => !arn.includes(`/${name}/`)).map(({ name }) => name)).toContain(
      'Windows_Server 2025 Base',
    );
  });

  it('changes in a day by one new build, one tag, one deletion and one denied Region', () => {
    const before = sampleAccount();
    const after = sampleAccount();
    liveOneDay(after);
    const arnsBefore = buildsOf(before).map(({ arn }) => arn);
    const arnsAfter = buildsOf(after).map(({ arn }) => arn);
    expect(arnsAfter.filter((arn) => !arnsBefore.includes(arn))).toEqual([
      'arn:aws:imagebuilder:eu-west-1:111122223333:workflow/build/golden-linux-base/2.0.0/2',
    ]);
    expect(arnsBefore.filter((arn) => !arnsAfter.includes(arn))).toHaveLength(1);
    expect(after.region('ap-southeast-2').behaviour.kind).toBe('denied');
  });
});

describe('the sample organization', () => {
  const { account, members } = sampleOrganization();
  const ids = [account, ...members].map(({ accountId }) => accountId);

  it('collects an account more than let the collector in', () => {
    expect(SAMPLE_ACCOUNTS.accounts).toEqual([...ids, '333344445555']);
  });

  it('shares workflows between its accounts: one document is the same in both, one is not', () => {
    const documentsOf = (name: string, version: string) =>
      [account, ...members].map(
        (each) => buildsOf(each).find((build) => build.name === name && build.version === version)?.data,
      );
    const [smoke, smokeCopy] = documentsOf('smoke-test', '1.0.0');
    const [golden, goldenCopy] = documentsOf('golden-linux-base', '2.0.0');
    expect(smokeCopy).toBe(smoke);
    expect(golden).toContain('SanitizeInstance');
    expect(goldenCopy).not.toContain('SanitizeInstance');
  });
});
