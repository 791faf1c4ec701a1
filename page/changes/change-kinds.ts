import { CHANGES, type ChangeKind } from '../../lambda/contract/outcome';

interface KindWords {
  /** Tells the kinds apart without colour. */
  readonly sign: string;
  readonly word: string;
  readonly meaning: string;
}

/** How kinds of changes are shown. */
export const KIND_WORDS: Readonly<Record<ChangeKind, KindWords>> = {
  created: { sign: '+', word: 'created', meaning: 'It was not there in the run before.' },
  updated: { sign: '~', word: 'updated', meaning: 'It differs from the run before.' },
  deleted: { sign: '−', word: 'deleted', meaning: 'AWS says that it is no longer there.' },
  entered_scope: { sign: '→', word: 'entered scope', meaning: 'Its account and Region were read for the first time.' },
  left_scope: { sign: '←', word: 'left scope', meaning: 'Its account and Region are no longer collected.' },
};

export const parseKind = (text = ''): ChangeKind | undefined => CHANGES.find((kind) => kind === text);
