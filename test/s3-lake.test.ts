import { createS3Client } from '../lambda/s3-client';
import { createS3Lake } from '../lambda/s3-lake';
import { describeLake } from './lake-contract';
import { useS3Environment } from './s3-environment';
import { S3Server } from './s3-server';
import { BUCKET } from './s3-service';

describeLake('An S3 bucket', async () => {
  const server = await S3Server.start();
  const restore = useS3Environment(server.url);
  const client = createS3Client();
  return {
    lake: createS3Lake({ bucket: BUCKET, client }),
    dispose: async () => {
      client.destroy();
      restore();
      await server.stop();
    },
  };
});
