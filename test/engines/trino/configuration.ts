import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The databases that Trino asks, each over a lake of its own. The documents name theirs. */
export const DATABASES = { hostile: 'hostile', demo: 'aws', recent: 'recent' } as const;

/** Where Trino finds the definitions and the objects, and with which credentials. */
export interface TrinoSources {
  readonly glueUrl: string;
  readonly s3Url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface Settings {
  readonly folder: string;
  readonly plugins: string;
  readonly port: number;
  readonly sources: TrinoSources;
}

/** Writes what Trino starts from; returns the path of config.properties. */
export const writeTrinoConfiguration = async (settings: Settings): Promise<string> => {
  const catalogs = join(settings.folder, 'catalog');
  const file = join(settings.folder, 'config.properties');
  await mkdir(catalogs, { recursive: true });
  await writeFile(file, propertiesText(serverProperties(settings, catalogs)));
  // The views name the catalog so, as Athena does.
  await writeFile(join(catalogs, 'awsdatacatalog.properties'), propertiesText(catalogProperties(settings.sources)));
  return file;
};

type Properties = Readonly<Record<string, string | number | boolean>>;

const serverProperties = ({ plugins, port }: Settings, catalogs: string): Properties => ({
  'node.environment': 'test',
  'node.id': 'test',
  'node.bind-ip': '127.0.0.1',
  'node.internal-address': '127.0.0.1',
  'plugin.dir': plugins,
  'catalog.config-dir': catalogs,
  'catalog.management': 'static',
  coordinator: true,
  'node-scheduler.include-coordinator': true,
  'http-server.http.port': port,
  'discovery.uri': `http://127.0.0.1:${port}`,
  'query.max-memory': '512MB',
  'query.max-memory-per-node': '400MB',
  'memory.heap-headroom-per-node': '200MB',
});

const catalogProperties = (sources: TrinoSources): Properties => ({
  'connector.name': 'hive',
  'hive.partition-projection-enabled': true,
  'hive.security': 'allow-all',
  'hive.metastore': 'glue',
  'hive.metastore.glue.region': sources.region,
  'hive.metastore.glue.endpoint-url': sources.glueUrl,
  'hive.metastore.glue.aws-access-key': sources.accessKeyId,
  'hive.metastore.glue.aws-secret-key': sources.secretAccessKey,
  'fs.native-s3.enabled': true,
  's3.endpoint': sources.s3Url,
  's3.region': sources.region,
  's3.path-style-access': true,
  's3.aws-access-key': sources.accessKeyId,
  's3.aws-secret-key': sources.secretAccessKey,
});

const propertiesText = (properties: Properties): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
