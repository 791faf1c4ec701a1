import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { ROOT } from '../docs/documents';
import { resourcesOf, templateOf } from '../lib/synthesized';
import { runProgram } from './program';

/** As the CDK's command line runs an app, but that it bundles nothing. */
const synthesize = async (app: string): Promise<Template> => {
  const folder = mkdtempSync(join(tmpdir(), 'own-app-'));
  try {
    const context = JSON.stringify({ 'aws:cdk:bundling-stacks': [] });
    const env = { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: context };
    const { status, err } = await runProgram(process.execPath, ['--import', 'tsx', app], { cwd: ROOT, env });
    if (status !== 0) throw new Error(err);
    return Template.fromString(readFileSync(join(folder, 'Inventory.template.json'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** The names that a template gives, where others are made up by CloudFormation: type and name. */
const namesIn = (template: Template): readonly string[] =>
  resourcesOf(template).flatMap(({ type, properties }) => {
    const { Name, DatabaseInput, DatabaseName, TableInput } = properties ?? {};
    const name = DatabaseInput?.Name ?? (TableInput === undefined ? Name : `${DatabaseName}.${TableInput.Name}`);
    return typeof name === 'string' ? [`${type} ${name}`] : [];
  });

describe('an app of one’s own', () => {
  let template: Template;
  beforeAll(async () => {
    template = await synthesize('examples/own-app.ts');
  });

  it('makes the lake, the collector, its alarms, their dashboard, and a queue that is told', () => {
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(6 hours)' });
    template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'ops@example.com' });
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    template.resourceCountIs('AWS::Events::Rule', 1);
  });

  it('takes no name that the stack beside it has taken', () => {
    const taken = namesIn(templateOf());
    expect(taken).toContain('AWS::Athena::WorkGroup imagebuilder-workflow-lake');
    expect(taken).toContain('AWS::Glue::Table aws.imagebuilder_workflow');
    const own = namesIn(template);
    expect(own).toContain('AWS::Athena::WorkGroup inventory');
    // A saved query belongs to its workgroup.
    const unique = own.filter((name) => !name.startsWith('AWS::Athena::NamedQuery '));
    expect(unique.filter((name) => taken.includes(name))).toEqual([]);
  });
});
