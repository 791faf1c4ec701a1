/** What a run asks of its ports: the call, and which kind of object it is about. */
const SOURCE_CALLS = [
  'listAccounts',
  'listAccountsUnder',
  'openAccount',
  'enabledRegions',
  'listWorkflowBuildVersions',
  'listWorkflows',
  'getWorkflow',
] as const;

export const PUTS = [
  'put staged coverage',
  'put staged change',
  'put staged manifest',
  'put snapshot',
  'put history',
  'put step',
  'put coverage',
  'put change',
  'put manifest',
] as const;

const PEEKS = ['peek snapshot', 'peek history', 'peek step', 'peek coverage', 'peek change'] as const;

const READS = [
  'read snapshot',
  'read step',
  'read coverage',
  'read manifest',
  'read staged coverage',
  'read staged change',
  'read staged manifest',
] as const;

const LISTS = ['list manifest'] as const;

/** How a call, or whoever makes it, may fail. */
export type FaultKind =
  | 'crash before'
  | 'crash after'
  | 'pause before'
  | 'pause after'
  /** The call fails and has no effect. */
  | 'fail before'
  /** The call takes effect, and its answer is lost. */
  | 'fail after'
  /** The call fails; it takes effect much later. */
  | 'land late'
  /** The call takes effect, its answer is lost, and the lake itself sends it again: what comes back is the second answer. */
  | 'sent twice'
  /** 409, though nobody else wrote. */
  | 'conflict'
  /** A body that ends early. */
  | 'cut short';

/** What may go wrong with any call; the rest is the lake's. */
export const ANYWHERE: readonly FaultKind[] = ['crash before', 'crash after', 'pause before', 'pause after'];

/** A fault that one call is to meet. */
export interface Fault {
  readonly call: string;
  readonly kind: FaultKind;
}

const each = (calls: readonly string[], kinds: readonly FaultKind[]): Fault[] =>
  calls.flatMap((call) => kinds.map((kind) => ({ call, kind })));

/** Every fault that a run may meet at its ports. */
export const FAULTS: readonly Fault[] = [
  ...each(SOURCE_CALLS, ANYWHERE),
  ...each(PUTS, [...ANYWHERE, 'fail before', 'fail after', 'land late', 'sent twice', 'conflict']),
  ...each(PEEKS, [...ANYWHERE, 'fail before']),
  ...each(LISTS, [...ANYWHERE, 'fail before']),
  ...each(READS, [...ANYWHERE, 'fail before', 'cut short']),
];

/** Where attempts of one run, and of the next, meet: what the publishing protocol is about. */
export const AROUND_THE_COMMIT: readonly Fault[] = FAULTS.filter(
  ({ call }) =>
    call === 'peek history' || call === 'peek step' || (call.startsWith('put ') && !call.startsWith('put staged c')),
);

/** An attempt that looked, and then acts on what it saw long ago. */
export const PAUSES_AROUND_THE_COMMIT = AROUND_THE_COMMIT.filter(({ kind }) => kind.startsWith('pause'));

/** The kinds of fault that a call of that name may meet. */
export const faultKindsOf = (call: string): readonly FaultKind[] =>
  FAULTS.filter((fault) => fault.call === call).map(({ kind }) => kind);
