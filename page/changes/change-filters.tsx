import type { VNode } from 'preact';
import { CHANGES } from '../../lambda/contract/outcome';
import type { Parameters } from '../address';
import { replaceAddress } from '../location';
import { KIND_WORDS } from './change-kinds';

interface ChangeFiltersProps {
  readonly parameters: Parameters<'changes'>;
  /** Those that anything changed on, newest first. */
  readonly days: readonly string[];
}

/** What the changes are searched and filtered by. It is kept in the address. */
export const ChangeFilters = ({ parameters, days }: ChangeFiltersProps): VNode => {
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
        <select value={parameters.kind ?? ''} onChange={(event) => set('kind', event.currentTarget.value)}>
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
        <select value={parameters.day ?? ''} onChange={(event) => set('day', event.currentTarget.value)}>
          <option value="">any</option>
          {days.map((day) => (
            <option key={day} value={day}>
              {day}
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
