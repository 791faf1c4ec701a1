import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createS3Client } from '../lambda/s3-client';
import { createS3Lake } from '../lambda/s3-lake';
import { useS3Environment } from './s3-environment';

const BYTES = 16 * 1024 * 1024;

describe('an upload of a file', () => {
  let folder: string;
  let server: Server;
  let restore: () => void;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 's3-upload-'));
    await writeFile(join(folder, 'body'), Buffer.alloc(BYTES));
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    restore = useS3Environment(`http://127.0.0.1:${port}`);
  });
  afterEach(async () => {
    restore();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  it('that was answered before its end leaves no connection open, which would keep the process alive', async () => {
    const sockets: Socket[] = [];
    server.on('connection', (socket) => sockets.push(socket));
    // The SDK asks before it sends a large body.
    server.on('checkContinue', (_request, response) => {
      response.writeContinue();
      response.writeHead(412).end();
    });
    const client = createS3Client();
    const lake = createS3Lake({ bucket: 'lake', client });

    const answer = await lake.put('key', { path: join(folder, 'body'), bytes: BYTES }, 'if_none_match');

    expect(answer).toEqual({ answer: 'precondition_failed' });
    const [socket] = sockets;
    if (socket !== undefined && !socket.closed) await once(socket.resume(), 'close');
    expect(sockets.map(({ closed }) => closed)).toEqual([true]);
    client.destroy();
  });
});
