import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Parameters } from '../address';
import { SERVICE_KEY, UNKNOWN_KEY } from '../build';
import { replaceAddress } from '../location';
import { plainText } from '../marks';
import type { Report } from '../report';
import { CHOICE_NAMES, type Choice, choicesOf } from './filters';

interface FilterFormProps {
  readonly report: Report;
  readonly parameters: Parameters<'workflows'>;
}

const LABELS: Readonly<Record<Choice, string>> = {
  type: 'Type',
  account: 'Account',
  region: 'Region',
  state: 'State',
  key: 'Key',
  action: 'Action',
};

/** A key may be called anything, such as `constructor`: no object has them as its members. */
const KEY_WORDS: ReadonlyMap<string, string> = new Map([
  [SERVICE_KEY, 'key of the service'],
  [UNKNOWN_KEY, 'unknown: not read'],
]);

/** What the list of workflows is searched and filtered by. It is kept in the address. */
export const FilterForm = ({ report, parameters }: FilterFormProps): VNode => {
  const choices = useMemo(() => choicesOf(report), [report]);
  const set = (name: keyof Parameters<'workflows'>, value: string): void =>
    replaceAddress('workflows', { ...parameters, [name]: value });
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <label class="search">
        Search {report.index.has_documents ? 'names, tags, ARNs and documents' : 'names, tags and ARNs'}
        <input
          type="search"
          value={parameters.search ?? ''}
          onInput={(event) => set('search', event.currentTarget.value)}
        />
      </label>
      {CHOICE_NAMES.map((name) => (
        <label key={name} for={`filter-${name}`}>
          {LABELS[name]}
          <Select
            id={`filter-${name}`}
            value={parameters[name] ?? ''}
            values={choices[name]}
            wordOf={(value) => (name === 'key' ? (KEY_WORDS.get(value) ?? value) : value)}
            onSelect={(value) => set(name, value)}
          />
        </label>
      ))}
      <label>
        Tag
        <input
          type="text"
          placeholder="key=value"
          value={parameters.tag ?? ''}
          onInput={(event) => set('tag', event.currentTarget.value)}
        />
      </label>
      {Object.keys(parameters).some((name) => name !== 'sort') && (
        <button type="button" onClick={() => replaceAddress('workflows', {})}>
          Clear
        </button>
      )}
    </form>
  );
};

interface SelectProps {
  readonly id: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly wordOf: (value: string) => string;
  readonly onSelect: (value: string) => void;
}

const Select = ({ id, value, values, wordOf, onSelect }: SelectProps): VNode => {
  // There may be an option for each of a thousand accounts, and the form is drawn with each key.
  const options = useMemo(
    () =>
      values.map((each) => (
        <option key={each} value={each}>
          {plainText(wordOf(each))}
        </option>
      )),
    [values],
  );
  return (
    <select id={id} value={value} onChange={(event) => onSelect(event.currentTarget.value)}>
      <option value="">any</option>
      {/* An address may ask for what is not there: it is shown, since it filters. */}
      {value !== '' && !values.includes(value) && <option value={value}>{plainText(value)}</option>}
      {options}
    </select>
  );
};
