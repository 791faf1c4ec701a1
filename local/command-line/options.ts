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

/** What one argument, or an option and its value, turned out to be. */
interface Given {
  readonly name: string;
  /** As it was typed, such as --lake. */
  readonly rawName: string;
  readonly value: string | undefined;
  /** Whether = joins the two: then the value may look like an option. */
  readonly isJoined: boolean;
}

/** Reads a command line. It never throws: whoever typed it is told of all faults at once. */
export const parseOptions = (argv: readonly string[], options: readonly Option[]): ParsedOptions => {
  const { given, positionals } = sortArguments(argv, options);
  const all = (name: string) => given.flatMap((each) => (each.name === name ? [each.value ?? ''] : []));
  return {
    has: (name) => given.some((each) => each.name === name),
    all,
    one: (name) => all(name)[0],
    positionals,
    faults: [
      ...given.flatMap((each) => {
        const option = options.find(({ name }) => name === each.name);
        return option === undefined ? [unknownOption(each.rawName, options)] : faultOf(option, each);
      }),
      ...options.flatMap((option) =>
        option.repeatable || all(option.name).length < 2 ? [] : [`--${option.name} is given more than once.`],
      ),
    ],
  };
};

/** Options, and what else was typed. After a lone -- nothing is an option. */
const sortArguments = (argv: readonly string[], options: readonly Option[]) => {
  const given: Given[] = [];
  const positionals: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (argument === '--') return { given, positionals: [...positionals, ...argv.slice(index + 1)] };
    const option = asOption(argument, options);
    if (option === undefined) positionals.push(argument);
    else if (takesNext(option, options)) given.push({ ...option, value: argv[++index] });
    else given.push(option);
  }
  return { given, positionals };
};

const takesNext = ({ name, isJoined }: Given, options: readonly Option[]): boolean =>
  !isJoined && options.some((option) => option.name === name && option.takes !== undefined);

/**
 * The option that an argument is. A question may begin with a comment of SQL, --: what holds white space is a text, but
 * for the value that = joins to an option that takes one.
 */
const asOption = (argument: string, options: readonly Option[]): Given | undefined => {
  const [, rawName = '', joined] = /^(--?[^\s=-][^\s=]*)(?:=([\s\S]*))?$/.exec(argument) ?? [];
  if (rawName === '') return undefined;
  const name = rawName.replace(/^--/, '');
  const known = options.find((option) => option.name === name);
  if (/\s/.test(argument) && (known?.takes === undefined || joined?.includes('\n'))) return undefined;
  return { name, rawName, value: joined, isJoined: joined !== undefined };
};

const unknownOption = (rawName: string, options: readonly Option[]): string =>
  `There is no option ${rawName}. There are ${options.map((option) => `--${option.name}`).join(', ')}.`;

const faultOf = ({ name, takes }: Option, { value, isJoined }: Given): readonly string[] => {
  if (takes === undefined) return value === undefined ? [] : [`--${name} takes no value; ${value} was given.`];
  if (value === undefined || value === '') return [`--${name} needs a value: --${name} ${takes}.`];
  return value.startsWith('--') && !isJoined
    ? [`--${name} needs a value: --${name} ${takes}; ${value} follows it.`]
    : [];
};

export const LAKE_OPTION = { name: 'lake', takes: 'DIR or --lake s3://BUCKET' } as const;

/** What is wrong with the value of --lake, where there is one. */
export const lakeFaults = (options: ParsedOptions): readonly string[] => {
  const lake = options.one('lake');
  return lake === undefined ? [] : locationFaults(lake);
};
