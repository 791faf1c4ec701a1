// A real PostgreSQL, in a thread of its own: PGlite uses import(), which Jest's sandbox refuses.
import { parentPort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { hstore } from '@electric-sql/pglite/contrib/hstore';

const postgres = await PGlite.create({ extensions: { hstore } });
await postgres.exec('CREATE EXTENSION hstore');

parentPort.on('message', async ({ sql, parameters }) => {
  try {
    const { rows } = await postgres.query(sql, parameters);
    parentPort.postMessage({ rows });
  } catch (error) {
    parentPort.postMessage({ error: error.message });
  }
});
