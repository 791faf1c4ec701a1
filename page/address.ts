/*
 * The address of what the page shows: what stands behind the # in its location. Anybody may have written it, so it is
 * parsed into views and parameters that are known, and everything else is dropped.
 */

const PARAMETERS = {
  workflows: ['search', 'type', 'account', 'region', 'state', 'action', 'key', 'tag', 'sort'],
  workflow: ['id', 'build', 'with'],
  coverage: ['search', 'outcome', 'account', 'region'],
  changes: ['search', 'day', 'kind', 'run', 'arn'],
  steps: ['search', 'action'],
  about: [],
} as const;

export type ViewName = keyof typeof PARAMETERS;

export type Parameters<V extends ViewName> = { readonly [P in (typeof PARAMETERS)[V][number]]?: string };

/** A view, and what it is asked to show. */
export type Address = { readonly [V in ViewName]: { readonly view: V; readonly parameters: Parameters<V> } }[ViewName];

/** An ARN has at most 1,011 characters; nothing that is typed is longer. */
const LONGEST_VALUE = 2048;
const LONGEST_ADDRESS = 8192;

const FIRST: Address = { view: 'workflows', parameters: {} };

const isViewName = (text: string): text is ViewName => Object.hasOwn(PARAMETERS, text);

/** The address that a hash names; that of the list of workflows where it names none. */
export const parseAddress = (hash: string): Address => {
  const [name = '', query = ''] = hash.replace(/^#/, '').slice(0, LONGEST_ADDRESS).split('?', 2);
  if (!isViewName(name)) return FIRST;
  const given = new URLSearchParams(query);
  return addressOf(
    name,
    Object.fromEntries(
      PARAMETERS[name].flatMap((parameter) => {
        const value = given.get(parameter);
        return value === null || value === '' ? [] : [[parameter, value.slice(0, LONGEST_VALUE).toWellFormed()]];
      }),
    ),
  );
};

/** `parameters` holds those of the view only, as its caller has seen to. */
const addressOf = (view: ViewName, parameters: Readonly<Record<string, string>>): Address => ({ view, parameters });

/** The hash of an address: for links, and for the location. */
export const formatAddress = <V extends ViewName>(view: V, parameters: Parameters<V> = {}): string => {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries<string | undefined>(parameters))
    if (value !== undefined && value !== '') given.set(name, value);
  const query = given.toString();
  return query === '' ? `#${view}` : `#${view}?${query}`;
};
