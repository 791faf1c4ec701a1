import { join, resolve, sep } from 'node:path';
import type { Clock } from '../../lambda/clock';
import type { Access } from '../../lambda/sdk/access';
import { bucketOf } from '../lake/lake-location';
import { type WrittenReport, writeReport } from '../report/write-report';
import { counted } from '../terminal/counted';
import { type Output, widthOf } from '../terminal/output';
import { textCell } from '../terminal/text-cell';
import { wrap } from '../terminal/wrap';
import { EXIT } from './exit-status';
import { reportFailure, reportUsage } from './faults';
import { LAKE_OPTION, lakeFaults, type ParsedOptions, parseOptions } from './options';
import { type ScratchPorts, withScratch } from './scratch';

interface ReportCommandPorts extends ScratchPorts {
  readonly clock: Clock;
  /** How AWS is reached, where the lake is a bucket. */
  readonly openNetwork: () => Promise<Access>;
  readonly out: Output;
  readonly err: Output;
  /** The lake of `npm start`, where there is one. */
  readonly demoLake: string | undefined;
}

const DEFAULT_OUT = 'report.html';

const HELP = `Writes all that a lake says into one HTML file, which opens from the disk and asks nobody for
anything.

  npm run report -- [--lake DIR | --lake s3://BUCKET] [--out FILE] [--without-documents]

  --lake LAKE          the lake: a folder, or s3:// and a bucket. Without it the one of npm start,
                       lake/demo
  --out FILE           the file to write, ${DEFAULT_OUT} where it is not named. One that is there is
                       replaced
  --without-documents  leaves the documents out, and of their steps all but the actions: for a file
                       that is passed on
  --help               prints this

The lake is only read.

Exit status: 0 written, 1 the lake cannot be read or the file cannot be written, 2 wrong usage,
129, 130 or 143 stopped.
`;

const OPTIONS = [LAKE_OPTION, { name: 'out', takes: 'FILE' }, { name: 'without-documents' }, { name: 'help' }];

/** `npm run report`. Resolves to the exit status. */
export const reportCommand = async (argv: readonly string[], ports: ReportCommandPorts): Promise<number> => {
  const options = parseOptions(argv, OPTIONS);
  if (options.has('help')) {
    ports.out.write(HELP);
    return EXIT.done;
  }
  const lake = options.one('lake') ?? ports.demoLake;
  const out = options.one('out') ?? DEFAULT_OUT;
  const faults = faultsOf(options, lake, out);
  if (lake === undefined || faults.length > 0) return reportUsage('report', faults, ports.err);
  try {
    const request = { lake, out, hasDocuments: !options.has('without-documents') };
    const written = await withScratch(ports, (scratchFolder, onStop) =>
      writeReport(request, { ...ports, scratchFolder, onStop }),
    );
    ports.out.write(`${wrap(writtenText(out, written), widthOf(ports.out))}\n`);
    return EXIT.done;
  } catch (error) {
    return reportFailure(error, ports.err);
  }
};

const faultsOf = (options: ParsedOptions, lake: string | undefined, out: string): readonly string[] => [
  ...options.faults,
  ...lakeFaults(options),
  ...(lake === undefined
    ? ['--lake DIR is needed, or --lake s3://BUCKET: there is no lake/demo here, which npm start would make.']
    : []),
  ...(options.positionals.length > 0 ? [`${options.positionals.join(' ')}: an option was expected.`] : []),
  ...(lake && bucketOf(lake) === undefined && isWithin(lake, out)
    ? [`--out ${out} lies in the lake, which then would be none. Name a place outside of ${lake}.`]
    : []),
];

const isWithin = (folder: string, path: string): boolean => resolve(path).startsWith(join(resolve(folder), sep));

/** A browser takes seconds to open a larger file. */
const LARGE_BYTES = 30_000_000;

/** What the command says when it is done. */
export const writtenText = (out: string, { index, bytes }: WrittenReport): string => {
  const what = `${counted(index.builds.length, 'build')} of the run of ${index.run}`;
  const written = `Wrote ${textCell(out)}: ${what}, ${(bytes / 1e6).toFixed(1)} MB. Open it in a browser.`;
  if (bytes <= LARGE_BYTES) return written;
  const advice = index.has_documents ? ' Leave the documents out: --without-documents.' : '';
  return `${written} It is so large that a browser may take long to open it.${advice}`;
};
