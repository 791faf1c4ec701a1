import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageBuilder, WorkflowSummary } from '../../../lambda/source/image-builder';
import type { Target } from '../../../lambda/target';
import { FIRST_RUN, SECOND_RUN } from '../../../local/demo/demo-runs';
import { refusal } from '../../../local/fake-image-builder/answer';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { openDirectoryLake } from '../../../local/lake/directory-lake';
import { accountOf, buildArn, definition } from '../../fakes/account';
import { AccountSource } from '../../fakes/account-source';
import { collectFrom } from '../../local/report/lakes';
import { writeReportOn } from './made-reports';

/** What `ran` is called with, or what is asked of the server, says which of them got out. */
const textsFor = (server: string): readonly string[] => [
  '</script><script>ran("script")</script>',
  '<!--<script>',
  `<img src="${server}/data-image" onerror="ran('image')">`,
  '<svg onload="ran(\'svg\')">',
  '"\' onmouseover="ran(\'attribute\')" autofocus onfocus="ran(\'focus\')" x="',
  'javascript:ran("link")',
  `]]><style>@import "${server}/data-style";</style>`,
  '</title></noscript></template><iframe srcdoc="<script>parent.ran(\'frame\')</script>">',
  'safe\u202egnp.exe',
  'zero\u200bwidth\ufeff',
  'tagged\u{e0041}',
  'control\u0007\u001b[31m\u0085\rend',
  'lone\ud800surrogate',
  "$& $` $' $1 $$",
  '__proto__',
  'constructor',
  '{{constructor.constructor("ran(1)")()}}',
];

/**
 * The characters that nobody sees, as the page shows them. A lake holds no half of a character: it has U+FFFD in its
 * place.
 */
export const MARKS = [...['U+0007', 'U+000D', 'U+001B', 'U+0085', 'U+200B', 'U+202E', 'U+E0041', 'U+FEFF']];

const LONG_LINE = 'x'.repeat(200_000);

const workflowsOf = (texts: readonly string[]): FakeAccount =>
  accountOf({
    'eu-west-1': [
      ...texts.flatMap((text, number) =>
        ['1.0.0', '2.0.0'].map((version) =>
          definition(`w${number}`, {
            version,
            data: version === '1.0.0' ? documentOf(text) : `${documentOf(text)}${text}\n`,
            description: text,
            changeDescription: text,
            kmsKeyId: text,
            tags: { [text]: text },
            parameters: [{ name: text, type: text, defaultValue: [text], description: text }],
          }),
        ),
      ),
      definition('long', { data: LONG_LINE }),
    ],
    'us-east-1': [definition('refused')],
  });

const documentOf = (text: string): string => {
  const json = JSON.stringify(text);
  return `name: ${json}\nsteps:\n  - name: ${json}\n    action: ${json}\n    onFailure: ${json}\n    if:\n      stringEquals: ${json}\n      value: ${json}\n    inputs:\n      ${json}: ${json}\n# ${text}\n`;
};

/** AWS allows no such name; whoever writes to a lake need not ask AWS. */
class HostileSource extends AccountSource {
  constructor(
    account: FakeAccount,
    private readonly texts: readonly string[],
  ) {
    super(account);
  }

  override imageBuilder(target: Target): ImageBuilder {
    const named = <T extends WorkflowSummary>(each: T): T => ({ ...each, ...this.namesOf(each.arn) });
    const calls = super.imageBuilder(target);
    return {
      ...calls,
      listWorkflowBuildVersions: async (request) => {
        const { items, nextToken } = await calls.listWorkflowBuildVersions(request);
        return { items: items.map(named), nextToken };
      },
      getWorkflow: async (arn) => named(await calls.getWorkflow(arn)),
    };
  }

  private namesOf(arn: string): Partial<WorkflowSummary> {
    const text = this.texts[Number(/\/w(\d+)\//.exec(arn)?.[1] ?? Number.NaN)];
    return text === undefined ? {} : { name: text, type: text, owner: text };
  }
}

export interface HostileReport {
  readonly file: string;
  /** Each is the name, the type, a tag and more of a workflow. */
  readonly texts: readonly string[];
}

/** The report of a lake all of whose texts want out. The tags change, and a Region is refused, between its two runs. */
export const hostileReport = async (folder: string, server: string): Promise<HostileReport> => {
  await mkdir(folder, { recursive: true });
  const texts = textsFor(server);
  const account = workflowsOf(texts);
  const source = new HostileSource(account, texts);
  const place = join(folder, `lake <img src=x onerror="ran('lake')">`);
  const collection = { lake: await openDirectoryLake(place), scratchFolder: join(folder, 'run') };
  await collectFrom(source, account.accountId, { ...collection, time: FIRST_RUN });
  texts.forEach((text, number) => {
    account.region('eu-west-1').tag(buildArn('eu-west-1', `w${number}`), { [text]: `${text} changed` });
  });
  const message = texts.join(' ');
  account.region('us-east-1').behaviour = {
    kind: 'scripted',
    refuse: () => refusal(403, 'AccessDeniedException', message),
  };
  await collectFrom(source, account.accountId, { ...collection, time: SECOND_RUN });
  return { file: await writeReportOn(folder, place), texts };
};
