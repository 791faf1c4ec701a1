import { resolve } from 'node:path';
import { type BuildResult, build } from 'esbuild';
import { noticesOf } from './notices';
import type { PageCode } from './policy';

const ROOT = resolve(__dirname, '../..');

export interface Page extends PageCode {
  /** The licences of the libraries in the script. */
  readonly notices: string;
}

/** Bundles the page out of its sources. */
export const buildPage = async (): Promise<Page> => {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: { script: 'page/main.tsx', style: 'page/style/page.css' },
    tsconfig: 'page/tsconfig.json',
    outdir: 'page',
    bundle: true,
    minify: true,
    format: 'iife',
    // Older than what the page needs: a browser that cannot show it must still be able to say so.
    target: 'es2020',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const script = textOf(result, 'script.js');
  if (/<!--|<\/script/i.test(script))
    throw new Error('the script of the page holds <!-- or </script, which would end it');
  return { script, style: textOf(result, 'style.css'), notices: noticesOf(ROOT, Object.keys(result.metafile.inputs)) };
};

/** Without the newline at its end: a hash is of every character between the tags. */
const textOf = ({ outputFiles = [] }: BuildResult, name: string): string => {
  const file = outputFiles.find(({ path }) => path.endsWith(name));
  if (file === undefined) throw new Error(`esbuild made no ${name}`);
  return file.text.trimEnd();
};
