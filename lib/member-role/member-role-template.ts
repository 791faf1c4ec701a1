import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { ImagebuilderWorkflowReaderStack } from './member-role-stack';

/** The most that CloudFormation takes within a request. */
export const LONGEST_TEMPLATE = 51_200;

/**
 * The template of the member role as text. It is made in an app of its own, which writes nothing into the folder of the
 * app that asks for it. It is not validated each time, which takes seconds: test/lib/rules.test.ts sees to that.
 *
 * @param indent how many spaces; none makes it one line
 */
export const memberRoleTemplate = (indent = 0): string => {
  const outdir = mkdtempSync(join(tmpdir(), 'member-role-'));
  try {
    const app = new App({
      outdir,
      autoSynth: false,
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    });
    const { stackName } = new ImagebuilderWorkflowReaderStack(app, 'ImagebuilderWorkflowReader');
    return JSON.stringify(app.synth().getStackByName(stackName).template, null, indent);
  } finally {
    rmSync(outdir, { recursive: true });
  }
};
