import { describe, expect, it } from '@jest/globals';
import { HttpRequest } from '@smithy/core/protocols';
import { SdkConnections } from '../../lambda/sdk/connections';

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('the connections of a client', () => {
  it('keep no process alive that cannot send its request: a token with a newline', async () => {
    const connections = new SdkConnections({});
    const headers = { 'x-amz-security-token': 'one\ntwo' };
    const request = new HttpRequest({ protocol: 'http:', hostname: '127.0.0.1', port: 1, path: '/', headers });
    const before = timers();
    await expect(connections.handle(request)).rejects.toMatchObject({ code: 'ERR_INVALID_CHAR' });
    expect(timers()).toBe(before);
    connections.destroy();
  });
});
