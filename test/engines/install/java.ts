import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from './installation';

const USUAL_PLACE = '/usr/lib/jvm';

/** The home of a Java 25, which Trino 476 needs: JAVA_HOME_25, or a Temurin 25 where Debian puts it. */
export const javaHome = (environment: NodeJS.ProcessEnv): string => {
  const given = environment['JAVA_HOME_25'];
  const found = existsSync(USUAL_PLACE) ? readdirSync(USUAL_PLACE).filter((name) => name.startsWith('temurin-25')) : [];
  const homes = given === undefined ? found.map((name) => join(USUAL_PLACE, name)) : [given];
  const home = homes.find((each) => existsSync(join(each, 'bin', 'java')));
  if (home !== undefined) return home;
  throw new EngineError(
    `Trino needs Java 25, and there is none in ${given ?? `${USUAL_PLACE}/temurin-25*`}. Install Temurin 25, or set JAVA_HOME_25 to the folder that holds bin/java.`,
  );
};
