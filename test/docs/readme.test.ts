import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { VIEWS } from '../../lambda/contract/views/views';
import { spelled, templateOf } from '../lib/synthesized';
import { blocksOf, readDocument } from './documents';

const README = readDocument('README.md');

/** Commands as they would be typed in one line. */
const commands = blocksOf(README)
  .filter(({ language }) => language === 'sh')
  .map(({ text }) => text.replaceAll(/ \\\n */g, ' '));

describe('the README', () => {
  it('is an introduction: it can be read in one go', () => {
    expect(README.text.split('\n').length).toBeLessThanOrEqual(230);
  });

  it('begins with the commands that install and try it, and that test it', () => {
    expect(commands[0]).toBe('npm ci && npm start\n');
    expect(README.text).toContain('`npm cit`');
  });

  it.each(['CollectNow', 'AskAthena'])('gives the command of the output %s', (name) => {
    const output = spelled(templateOf().toJSON()['Outputs'][name].Value);
    const command = output
      .replace('{AWS::Region}', 'REGION')
      .replace(/\{CollectorFunction\w+\}/, 'FUNCTION')
      .replace(/\{LakeWorkgroup\w+\}/, 'imagebuilder-workflow-lake');
    expect(commands.join('')).toContain(`${command}\n`);
  });

  it('asks each of its queries so that it survives to be pasted into the command', () => {
    const command = /`(npm run query [^`]*SELECT …[^`]*)`/.exec(README.text)?.[1] ?? '';
    const queries = blocksOf(README).flatMap(({ language, text }) => (language === 'sql' ? [text.trimEnd()] : []));
    const printLast = 'npm() { shift $(($# - 1)); printf %s "$1"; }';
    const asked = queries.map((query) =>
      execFileSync('/bin/sh', ['-c', `${printLast}; ${command.replace('SELECT …', query)}`], { encoding: 'utf8' }),
    );
    expect(queries.length).toBeGreaterThanOrEqual(3);
    expect(asked).toEqual(queries);
  });

  it('names every view', () => {
    for (const { name } of VIEWS) expect(README.text).toContain(`\`${name}\``);
  });
});
