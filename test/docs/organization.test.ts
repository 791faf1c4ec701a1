import { describe, expect, it } from '@jest/globals';
import { memberListing } from '../../lambda/contract/member-permissions';
import { parseConfiguration } from '../../lib/configuration/configuration';
import { members } from '../../lib/configuration/configuration-members';
import { memberRoleTemplate } from '../../lib/member-role/member-role-template';
import { resourceOf, templateOf } from '../lib/synthesized';
import { blocksOf, readDocument } from './documents';

const DOCUMENT = readDocument('docs/organization.md');

const [configuration, delegation] = blocksOf(DOCUMENT)
  .filter(({ language }) => language === 'json')
  .map(({ text }) => JSON.parse(text));

const shown = configuration.context['imagebuilder-workflow-lake'];

const commands = blocksOf(DOCUMENT)
  .filter(({ language }) => language === 'sh')
  .map(({ text }) => text)
  .join('\n');

describe('the document on many accounts', () => {
  it('looks for the StackSet by the name that it has, in a stack called as the app calls it', () => {
    const stackSet = resourceOf(templateOf(shown), 'AWS::CloudFormation::StackSet').properties;
    const [, name] = /--stack-set-name (\S+)/.exec(commands) ?? [];
    // The stack of the tests is called Lake.
    expect(name?.replace('ImagebuilderWorkflowLake', 'Lake')).toBe(stackSet.StackSetName);
    expect(commands).toContain(`--call-as ${stackSet.CallAs}`);
  });

  it('explains each parameter of the template, and gives no other', () => {
    const { Parameters } = JSON.parse(memberRoleTemplate());
    const [, table = ''] = DOCUMENT.text.split('| Parameter | Default | Meaning |');
    const explained = [...(table.split('\n\n')[0] ?? '').matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(explained.toSorted()).toEqual(Object.keys(Parameters).toSorted());
    for (const [, name] of commands.matchAll(/(?:--parameters|--parameter-overrides) (\w+)=/g))
      expect(Object.keys(Parameters)).toContain(name);
  });

  it('names members that the configuration has', () => {
    const named = [
      ...DOCUMENT.text.matchAll(/`((?:member|collector|external|stackSet|organization|excluded)[A-Z]\w+)`/g),
    ];
    expect(named.length).toBeGreaterThan(10);
    for (const [, name] of named) expect(Object.keys(members)).toContain(name);
    expect(parseConfiguration(shown)).toMatchObject(shown);
  });

  it('lets the collector’s account list what the collector lists', () => {
    expect(delegation.Statement[0].Action).toEqual(memberListing().actions);
  });
});
