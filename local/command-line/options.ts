import { parseArgs } from 'node:util';
import { locationFaults } from '../lake/lake-location';

/** An option of a command line. */
interface Option {
  readonly name: string;
  /** What follows it, such as DIR; absent for an option that stands alone. */
  readonly takes?: string;
  readonly repeatable?: boolean;
}

export interface ParsedOptions {
  has(name: string): boolean;
  /** What was given to an option, in the order given. */
  all(name: string): readonly string[];
  /** What was given to an option that is given at most once. */
  one(name: string): string | undefined;
  readonly positionals: readonly string[];
  /** Everything that is wrong, a sentence each. */
  readonly faults: readonly string[];
}

/** Reads a command line. It never throws: whoever typed it is told of all faults at once. */
export const parseOptions = (argv: readonly string[], options: readonly Option[]): ParsedOptions => {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      options.map(({ name, takes }) => [name, { type: takes === undefined ? 'boolean' : 'string', multiple: true }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = tokens.filter((token) => token.kind === 'option');
  const all = (name: string) => given.flatMap((token) => (token.name === name ? [token.value ?? ''] : []));
  return {
    has: (name) => given.some((token) => token.name === name),
    all,
    one: (name) => all(name)[0],
    positionals: tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : [])),
    faults: [
      ...given.flatMap(({ name, rawName, value }) => {
        const option = options.find((each) => each.name === name);
        return option === undefined ? [unknown(rawName, options)] : faultOf(option, value);
      }),
      ...options.flatMap((option) =>
        option.repeatable || all(option.name).length < 2 ? [] : [`--${option.name} is given more than once.`],
      ),
    ],
  };
};

const unknown = (rawName: string, options: readonly Option[]): string =>
  `There is no option ${rawName}. There are ${options.map((option) => `--${option.name}`).join(', ')}.`;

const faultOf = ({ name, takes }: Option, value: string | undefined): readonly string[] => {
  if (takes === undefined) return value === undefined ? [] : [`--${name} takes no value; ${value} was given.`];
  if (value === undefined || value === '') return [`--${name} needs a value: --${name} ${takes}.`];
  return value.startsWith('--') ? [`--${name} needs a value: --${name} ${takes}; ${value} follows it.`] : [];
};

export const LAKE_OPTION = { name: 'lake', takes: 'DIR or --lake s3://BUCKET' } as const;

/** What is wrong with the value of --lake, where there is one. */
export const lakeFaults = (options: ParsedOptions): readonly string[] => {
  const lake = options.one('lake');
  return lake === undefined ? [] : locationFaults(lake);
};
