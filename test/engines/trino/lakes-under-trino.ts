import { FIRST_RUN, SECOND_RUN } from '../../../local/demo/demo-runs';
import { type LakeDatabase, openLakeDatabase } from '../../../local/duckdb/duckdb';
import { liveOneDay } from '../../../local/sample-account/sample-account';
import { type AthenaLike, openAsAthena } from '../../lib/lake/athena-in-duckdb';
import type { DeployedCollector } from '../deployed/collector';
import { type DeployedQuery, deployedQueries } from '../deployed/queries';
import { stackResources } from '../deployed/stack-resources';
import { DATABASES } from './configuration';
import { dayDaysAgo } from './days';
import { type LakeOnBothSides, makeLakeOnBothSides } from './lake-on-both-sides';
import { liveTwoDays } from './recent-lake';
import type { Trino } from './trino';

/** The lakes that published queries are asked of, in Trino and in DuckDB. */
export interface LakesUnderTrino {
  readonly trino: Trino;
  /** The saved queries of the workgroup, as they are deployed. */
  readonly saved: readonly DeployedQuery[];
  readonly recent: LakeOnBothSides;
  readonly demoInDuckDb: LakeDatabase;
  readonly recentInDuckDb: AthenaLike;
  close(): Promise<void>;
}

export const fillLakes = async ({ ministack, aws }: DeployedCollector, trino: Trino): Promise<LakesUnderTrino> => {
  const bucketOf = async (stack: string) => (await stackResources(aws, stack))('LakeBucket');
  const demo = await makeLakeOnBothSides(ministack, await bucketOf('Demo'), async ({ account }, collect) => {
    await collect(FIRST_RUN);
    liveOneDay(account);
    await collect(SECOND_RUN);
  });
  const recent = await makeLakeOnBothSides(ministack, await bucketOf('Recent'), liveTwoDays);
  const demoInDuckDb = await openLakeDatabase(demo.folder);
  const recentInDuckDb = await openAsAthena(recent.folder, dayDaysAgo(0));
  return {
    trino,
    saved: await deployedQueries(aws, DATABASES.recent),
    recent,
    demoInDuckDb,
    recentInDuckDb,
    close: async () => {
      for (const database of [demoInDuckDb, recentInDuckDb]) database.close();
      for (const lake of [demo, recent]) await lake.remove();
    },
  };
};
