import type { VNode } from 'preact';
import { CHANGES } from '../../lambda/contract/outcome';
import type { Parameters } from '../address';
import { replaceAddress } from '../location';
import { plainText } from '../marks';
import { KIND_WORDS, parseKind } from './change-kinds';

interface ChangeFiltersProps {
  readonly parameters: Parameters<'changes'>;
  /** Those that anything changed on, newest first. */
  readonly days: readonly string[];
}

/** What the changes are searched and filtered by. It is kept in the address. */
export const ChangeFilters = ({ parameters, days }: ChangeFiltersProps): VNode => {
  const { day = '' } = parameters;
  const set = (name: 'search' | 'day' | 'kind', value: string): void =>
    replaceAddress('changes', { ...parameters, [name]: value });
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <label class="search">
        Search names, ARNs, kinds and columns
        <input
          type="search"
          value={parameters.search ?? ''}
          onInput={(event) => set('search', event.currentTarget.value)}
        />
      </label>
      <label>
        Kind
        <select value={parseKind(parameters.kind) ?? ''} onChange={(event) => set('kind', event.currentTarget.value)}>
          <option value="">any</option>
          {CHANGES.map((kind) => (
            <option key={kind} value={kind}>
              {KIND_WORDS[kind].word}
            </option>
          ))}
        </select>
      </label>
      <label>
        Day
        <select value={day} onChange={(event) => set('day', event.currentTarget.value)}>
          <option value="">any</option>
          {/* Nothing that is searched for may have changed on the day: it is shown, since it filters. */}
          {day !== '' && !days.includes(day) && <option value={day}>{plainText(day)}</option>}
          {days.map((each) => (
            <option key={each} value={each}>
              {plainText(each)}
            </option>
          ))}
        </select>
      </label>
      {Object.keys(parameters).length > 0 && (
        <button type="button" onClick={() => replaceAddress('changes', {})}>
          Clear
        </button>
      )}
    </form>
  );
};
