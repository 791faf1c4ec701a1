import { type Answer, accessDenied, refusal } from './answer';

/** How a Region treats whoever calls it. */
export type Behaviour =
  | { readonly kind: 'healthy' }
  /** A policy forbids all reads, or only those actions (`GetWorkflow`). */
  | { readonly kind: 'denied'; readonly actions?: readonly string[] }
  /** The account has not opted in to the Region. */
  | { readonly kind: 'not_enabled' }
  /** This share of the calls, from 0 to 1, is answered by a 429, spread evenly. */
  | { readonly kind: 'throttled'; readonly share: number }
  /** Every answer takes this much longer. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** Calls are accepted and never answered. */
  | { readonly kind: 'silent' }
  /** Every call fails inside the service. */
  | { readonly kind: 'failing' }
  /** Whatever somebody decides call by call; undefined lets the Region do its work. */
  | { readonly kind: 'scripted'; readonly refuse: (asked: Asked) => Answer | undefined };

export const HEALTHY: Behaviour = { kind: 'healthy' };

export interface Asked {
  /** As IAM spells it, without the service. */
  readonly action: string;
  /** The ARN that IAM checks the action against. */
  readonly resource: string;
  readonly callerArn: string;
  /** How many calls the Region had before this one. */
  readonly earlierCalls: number;
}

/** What a Region answers instead of doing its work, if it does. */
export const refusalOf = (behaviour: Behaviour, asked: Asked): Answer | undefined => {
  switch (behaviour.kind) {
    case 'denied':
      return (behaviour.actions ?? [asked.action]).includes(asked.action) ? denied(asked) : undefined;
    case 'not_enabled':
      return refusal(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
    case 'throttled':
      return isThrottled(behaviour.share, asked.earlierCalls)
        ? refusal(429, 'CallRateLimitExceededException', 'You have exceeded the permitted request rate.')
        : undefined;
    case 'failing':
      return refusal(500, 'ServiceException', 'An internal error has occurred.');
    case 'scripted':
      return behaviour.refuse(asked);
    default:
      return undefined;
  }
};

const denied = ({ callerArn, action, resource }: Asked): Answer =>
  accessDenied(callerArn, `imagebuilder:${action}`, resource, 'with an explicit deny in a service control policy');

/** Spread evenly and the same each time, so that no test depends on chance. */
const isThrottled = (share: number, earlierCalls: number): boolean =>
  Math.floor((earlierCalls + 1) * share) > Math.floor(earlierCalls * share);
