import { createHash } from 'node:crypto';

/** What the page consists of: its one script, and its one style sheet. */
export interface PageCode {
  readonly script: string;
  readonly style: string;
}

/**
 * The policy of the page: it runs its own script and nothing else, asks nobody for anything, and no text becomes markup
 * or code, whatever the lake holds.
 */
export const policyOf = ({ script, style }: PageCode): string =>
  [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src-elem ${hashOf(style)}`,
    "style-src-attr 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
