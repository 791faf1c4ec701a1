import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseConfiguration } from '../../lib/configuration/configuration';
import { ImagebuilderWorkflowLakeStack } from '../../lib/stack';
import { ROOT } from '../docs/documents';

/** The context of the project, as `cdk synth` reads it. */
export const CDK_JSON: { readonly app: string; readonly context: Readonly<Record<string, unknown>> } = JSON.parse(
  readFileSync(join(ROOT, 'cdk.json'), 'utf8'),
);

/** The same for an app that bundles nothing and does not note where each construct was made, which is slow under jest. */
export const CONTEXT = { ...CDK_JSON.context, 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-stack-trace': true };

/** An app that neither bundles nor validates, which takes its time: the rules are for test/lib/rules.test.ts. */
export const quickApp = (): App => new App({ context: CONTEXT, builtinCloudFormationValidation: false });

/** The template of the stack as it is configured. */
export const templateOf = (given: unknown = {}): Template => {
  const known = templates.get(JSON.stringify(given));
  if (known !== undefined) return known;
  const configuration = parseConfiguration(given);
  const template = Template.fromStack(new ImagebuilderWorkflowLakeStack(quickApp(), 'Lake', { configuration }));
  templates.set(JSON.stringify(given), template);
  return template;
};

const templates = new Map<string, Template>();

/** The template of a stack that somebody makes of the constructs. */
export const templateWith = (build: (stack: Stack) => void): Template => {
  const stack = new Stack(quickApp(), 'Own');
  build(stack);
  return Template.fromStack(stack);
};

/** What JSON holds: here, a template. */
export type Parsed = ReturnType<typeof JSON.parse>;

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Parsed;
}

export const resourcesOf = (template: Template, type?: string): readonly Resource[] =>
  Object.entries(template.toJSON()['Resources'] ?? {}).flatMap(([id, resource]) => {
    if (typeof resource !== 'object' || resource === null) return [];
    const [ofType, properties] = [String(Reflect.get(resource, 'Type')), Reflect.get(resource, 'Properties')];
    return type === undefined || type === ofType ? [{ id, type: ofType, properties }] : [];
  });

/** The one resource of a type, or the one whose ID starts so. */
export const resourceOf = (template: Template, type: string, prefix = ''): Resource => {
  const [found, ...more] = resourcesOf(template, type).filter(({ id }) => id.startsWith(prefix));
  if (found === undefined || more.length > 0) throw new Error(`there must be one ${type} ${prefix}*`);
  return found;
};

/** A value with its references by name: `s3://{LakeBucket123}/run/`, `{LakeBucket123.Arn}`, `{AWS::Partition}`. */
export const spelled = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  const [entry] = Object.entries(value);
  const [name, content] = entry ?? [];
  if (name === 'Fn::Join' && Array.isArray(content)) return content[1].map(spelled).join(content[0]);
  if (name === 'Fn::GetAtt' && Array.isArray(content)) return `{${content.join('.')}}`;
  return name === 'Ref' ? `{${content}}` : JSON.stringify(value);
};

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The statements of all policies within a role. */
export const statementsOf = (role: Resource) =>
  listOf(role.properties.Policies).flatMap(({ PolicyDocument }: Parsed) => PolicyDocument.Statement);
