import { describe, expect, it } from '@jest/globals';
import { parseWorkflowArn } from '../lambda/arn';

const PREFIX = 'arn:aws:imagebuilder:eu-west-1:111122223333:';
const BUILD = `${PREFIX}workflow/build/web/1.0.0/1`;

describe("a workflow's ARN", () => {
  it('says whose it is, and where', () => {
    expect(parseWorkflowArn(BUILD)).toEqual({
      region: 'eu-west-1',
      accountId: '111122223333',
      prefix: PREFIX,
      isBuild: true,
    });
    expect(parseWorkflowArn('arn:aws-us-gov:imagebuilder:us-gov-west-1:aws:workflow/test/a/2.10.0/12')).toEqual({
      region: 'us-gov-west-1',
      accountId: 'aws',
      prefix: 'arn:aws-us-gov:imagebuilder:us-gov-west-1:aws:',
      isBuild: true,
    });
  });

  it.each([
    ['a version', 'workflow/build/web/1.0.0', false],
    ['a build', 'workflow/build/web/1.0.0/1', true],
    ['a build of two digits', 'workflow/build/web/1.0.0/10', true],
    ['any version', 'workflow/build/web/x.x.x', false],
    ['a build of any patch', 'workflow/build/web/1.0.x/1', false],
    ['a workflow whose name holds an x', 'workflow/build/xxx/1.0.0/1', true],
  ])('names one build, or does not: %s', (_, resource, isBuild) => {
    expect(parseWorkflowArn(`${PREFIX}${resource}`)?.isBuild).toBe(isBuild);
  });

  it.each([
    '',
    'workflow a',
    ` ${BUILD}`,
    `${BUILD}/`,
    `${BUILD}/x`,
    `${BUILD}\n`,
    `${PREFIX}workflow/build/web`,
    `${PREFIX}workflow/build/web/1.0.0/x`,
    `${PREFIX}workflow/build/web/1.0.0/`,
    `${PREFIX}workflow//web/1.0.0/1`,
    `${PREFIX}workflow/build//1.0.0/1`,
    `${PREFIX}component/web/1.0.0/1`,
    BUILD.replace('imagebuilder', 's3'),
    BUILD.replace('eu-west-1', ''),
    BUILD.replace('111122223333', ''),
    BUILD.replace(':aws:', '::'),
    BUILD.replace('eu-west-1', 'eu/west-1'),
    BUILD.replace('web', '\ud800'),
  ])('is not %j', (text) => {
    expect(parseWorkflowArn(text)).toBeUndefined();
  });
});
