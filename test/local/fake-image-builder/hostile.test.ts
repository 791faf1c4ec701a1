import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../../local/fake-image-builder/server';

let fake: FakeImageBuilder;

beforeAll(async () => {
  fake = await startFakeImageBuilder(new FakeAccount('111122223333', ['eu-west-1']));
});

afterAll(() => fake.close());

const signedFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly authorization?: string;
  readonly body?: string;
}

const send = async ({ method = 'POST', path, authorization, body }: Sent): Promise<[number, string | null, string]> => {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const answer = await fetch(`${fake.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  return [answer.status, answer.headers.get('x-amzn-errortype'), await answer.text()];
};

describe('whoever calls the fake by hand', () => {
  it('is refused without a signature', async () => {
    expect(await send({ path: '/ListWorkflows', body: '{}' })).toEqual([
      403,
      'MissingAuthenticationTokenException',
      '{"message":"Missing Authentication Token"}',
    ]);
  });

  it.each([
    'Bearer token',
    signedFor('imagebuilder').replace('eu-west-1/', ''),
    signedFor('imagebuilder').slice(0, -1),
  ])('is refused with a garbled one: %s', async (authorization) => {
    const [status, code] = await send({ path: '/ListWorkflows', body: '{}', authorization });
    expect([status, code]).toEqual([403, 'IncompleteSignatureException']);
  });

  it('is refused with one for another service', async () => {
    const [status, code, body] = await send({ path: '/ListWorkflows', body: '{}', authorization: signedFor('sts') });
    expect([status, code]).toEqual([403, 'InvalidSignatureException']);
    expect(body).toContain("'imagebuilder'");
  });

  it.each(['{"owner":', '[]', '"Self"', 'null'])('is refused with the body %s', async (body) => {
    const [status, code] = await send({ path: '/ListWorkflows', body, authorization: signedFor('imagebuilder') });
    expect([status, code]).toEqual([400, 'SerializationException']);
  });

  it('may leave the body out', async () => {
    const [status, , body] = await send({ path: '/ListWorkflows', authorization: signedFor('imagebuilder') });
    expect([status, body]).toEqual([200, '{"workflowVersionList":[]}']);
  });

  it.each([
    ['GET', '/ListWorkflows'],
    ['GET', '/GetWorkflowExecution'],
    ['POST', '/CreateWorkflow'],
    ['POST', '/'],
  ])('is told that %s %s is not known', async (method, path) => {
    const [status, code] = await send({ method, path, authorization: signedFor('imagebuilder') });
    expect([status, code]).toEqual([404, 'UnknownOperationException']);
  });

  it('gets no further with an address that is not percent-encoded', async () => {
    const request = { method: 'GET', path: '/tags/%E0%A4%A', authorization: signedFor('imagebuilder') };
    expect((await send(request))[1]).toBe('InvalidRequestException');
  });
});
