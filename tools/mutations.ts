/** A small way to break the source, and the test that must see it. */
export interface Mutation {
  readonly name: string;
  /** What it breaks: a promise by its number, or a rule of the publishing protocol. docs/decisions says more of both. */
  readonly promise: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly text: string;
  readonly broken: string;
  readonly test: { readonly file: string; readonly name: string };
}

const simulation = {
  file: 'test/simulation/simulation.test.ts',
  name: 'keep every promise in 300 worlds, in which everything listed befalls somebody',
};
const runTest = (name: string) => ({ file: 'test/run.test.ts', name });
const targetTest = (name: string) => ({ file: 'test/collect-target.test.ts', name });

export const mutations: readonly Mutation[] = [
  {
    name: 'the announcement comes before the commit',
    promise: '1, one object',
    file: 'lambda/run.ts',
    text: '    await stage(this.ports, attempt);\n',
    broken:
      '    await stage(this.ports, attempt);\n    await apply(this.ports, { run: attempt.run, id: attempt.id, identity: { etag: "early", versionId: null, bytes: 0 } }, attempt.files.snapshot);\n',
    test: simulation,
  },
  {
    name: 'a target that could not be read loses its rows',
    promise: '2, no false deletion',
    file: 'lambda/attempt.ts',
    text: 'before, after: rows ?? before }',
    broken: 'before, after: rows ?? RowList.empty }',
    test: runTest('keeps the rows of a Region that was denied, and says since when they are'),
  },
  {
    name: 'a build that the list lacks is taken for gone',
    promise: '2, no false deletion',
    file: 'lambda/target-rows.ts',
    text: 'await forEachAtMost(callsAtOnce, missing,',
    broken: 'await forEachAtMost(callsAtOnce, missing.slice(0, 0),',
    test: runTest('keeps a build that the list lacks, as long as AWS still answers for it'),
  },
  {
    name: 'any refusal of a build means that it is gone',
    promise: '2, no false deletion',
    file: 'lambda/target-rows.ts',
    text: "if (error.reason === 'not_found') this.gone.add(arn);",
    broken: "if (error.reason !== 'throttled') this.gone.add(arn);",
    test: simulation,
  },
  {
    name: 'a target that was not read counts as fresh',
    promise: '3, completeness',
    file: 'lambda/coverage.ts',
    text: 'isRead(result.outcome) ? run : ',
    broken: "result.outcome !== 'denied' ? run : ",
    test: simulation,
  },
  {
    name: 'a target that was not read has no coverage',
    promise: '3, completeness',
    file: 'lambda/collect.ts',
    text: '    results.set(nameOf(target), result);\n',
    broken: '    if (result.rows !== undefined) results.set(nameOf(target), result);\n',
    test: runTest('keeps the rows of a Region that was denied, and says since when they are'),
  },
  {
    name: 'rows stay in the order of their arrival',
    promise: '4, same bytes',
    file: 'lambda/target-rows.ts',
    text: '[...this.found.keys()].sort(compareUtf8);\n    checkPrefix',
    broken: '[...this.found.keys()];\n    checkPrefix',
    test: runTest('publishes every build of every Region, in ARN order'),
  },
  {
    name: 'of two summaries that differ, the later page wins',
    promise: '4, same bytes',
    file: 'lambda/listing.ts',
    text: 'if (other === undefined || JSON.stringify(summary) > JSON.stringify(other)) ',
    broken: '',
    test: {
      file: 'test/listing.test.ts',
      name: 'takes the same one of two that differ, whichever page comes first',
    },
  },
  {
    name: 'keys are ordered as JavaScript orders text',
    promise: '4, same bytes',
    file: 'lambda/hstore.ts',
    text: '.sort((a, b) => compareUtf8(a.key, b.key)',
    broken: '.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)',
    test: {
      file: 'test/hstore.test.ts',
      name: 'are sorted by the bytes of their keys, whatever the order they came in',
    },
  },
  {
    name: 'a gzip header tells the time',
    promise: '4, same bytes',
    file: 'lambda/gzip-header.ts',
    text: 'const modifiedAt = [0, 0, 0, 0];',
    broken: 'const modifiedAt = [Date.now() & 127, 1, 0, 0];',
    test: { file: 'test/gzip-header.test.ts', name: 'says nothing of time or machine' },
  },
  {
    name: 'the commit takes whatever snapshot is there',
    promise: 'protocol: commit by If-Match',
    file: 'lambda/commit.ts',
    text: "const condition = base === undefined ? 'if_none_match' : { ifMatch: base.identity.etag };",
    broken:
      "const there = await ports.lake.peek(SNAPSHOT_KEY);\n  const condition = there.answer === 'missing' ? 'if_none_match' : { ifMatch: there.etag };",
    test: simulation,
  },
  {
    name: 'history takes whatever snapshot is there',
    promise: 'protocol: history by If-Match',
    file: 'lambda/apply.ts',
    text: "const condition: Condition = there.answer === 'object' ? { ifMatch: there.etag } : 'if_none_match';",
    broken:
      "const now = await ports.lake.peek(key);\n    const condition: Condition = now.answer === 'object' ? { ifMatch: now.etag } : 'if_none_match';",
    test: simulation,
  },
  {
    name: 'history may go back to an older run',
    promise: 'protocol: history moves forward',
    file: 'lambda/apply.ts',
    text: '    if (run !== undefined && run > current.run) return undefined;\n',
    broken: '',
    test: simulation,
  },
  {
    name: 'an older run goes on although a newer one is there',
    promise: '5, overlaps are harmless',
    file: 'lambda/run.ts',
    text: 'if (current.run < scheduledTime) return undefined;\n    if (current.run > scheduledTime)',
    broken: 'if (current.run !== scheduledTime) return undefined;\n    if (current.run > scheduledTime)',
    test: runTest('does nothing when it is repeated, and nothing when a later one has been published'),
  },
  {
    name: 'a 412 at the commit ends the run quietly',
    promise: 'protocol: 412 goes back',
    file: 'lambda/run.ts',
    text: 'if (committed !== undefined) return this.announce(this.attempt, committed);',
    broken:
      "if (committed !== undefined) return this.announce(this.attempt, committed);\n      return { run: this.request.scheduledTime, status: 'already_published', coverage: [] };",
    test: simulation,
  },
  {
    name: 'a run that was committed but not announced is left so',
    promise: 'protocol: recovery',
    file: 'lambda/run.ts',
    text: '    const recovered = await apply(this.ports, current);\n',
    broken: '    const recovered = manifest;\n',
    test: simulation,
  },
  {
    name: 'attempts of a run share one staging',
    promise: 'protocol: staging by id',
    file: 'lambda/contract/layout.ts',
    text: '${STAGING_PREFIX}/${compactOf(time)}/${id}',
    broken: '${STAGING_PREFIX}/${compactOf(time)}/${id.slice(0, 0)}attempt',
    test: simulation,
  },
  {
    name: 'the id of an attempt covers its snapshot only',
    promise: 'protocol: id of everything',
    file: 'lambda/attempt.ts',
    text: "update(text).digest('hex')",
    broken: "update(content.snapshot.sha256).digest('hex')",
    test: simulation,
  },
  {
    name: 'a manifest may be written over',
    promise: '6, one announcement',
    file: 'lambda/apply.ts',
    text: "const answer = await putSettled(ports, manifestKey(current.run), body, 'if_none_match');",
    broken:
      "const there = await ports.lake.peek(manifestKey(current.run));\n  const answer = await putSettled(ports, manifestKey(current.run), body, there.answer === 'object' ? { ifMatch: there.etag } : 'if_none_match');",
    test: simulation,
  },
  {
    name: 'coverage and changes may be written over',
    promise: 'protocol: first writer stays',
    file: 'lambda/apply.ts',
    text: "const stored = await putObject(ports, to, fileBody(path), 'if_none_match');",
    broken:
      "const there = await ports.lake.peek(to);\n    const stored = await putObject(ports, to, fileBody(path), there.answer === 'object' ? { ifMatch: there.etag } : 'if_none_match');",
    test: simulation,
  },
  {
    name: 'a run whose records have expired wedges the lake',
    promise: 'protocol: never wedged',
    file: 'lambda/apply.ts',
    text: 'if (draft === undefined || objects === undefined) return readManifest(ports.lake, current.run);',
    broken: "if (draft === undefined || objects === undefined) throw new LakeError('the staged records are gone');",
    test: {
      file: 'test/broken-lake.test.ts',
      name: 'are passed over when a run was never announced: the lake is not wedged',
    },
  },
  {
    name: 'rows that did not change are written as changes',
    promise: '7, no noise',
    file: 'lambda/merge.ts',
    text: '      if (pair.before === pair.after) continue;\n',
    broken: '',
    test: runTest(
      'makes one list call for each Region and no other, and writes no change object, when nothing changed',
    ),
  },
  {
    name: 'an empty change object is staged and published',
    promise: '7, no noise',
    file: 'lambda/attempt.ts',
    text: 'const hasChanges = content.change.rows > 0;',
    broken: 'const hasChanges = content.change.rows >= 0;',
    test: runTest(
      'makes one list call for each Region and no other, and writes no change object, when nothing changed',
    ),
  },
  {
    name: 'nothing is reused',
    promise: '8, few calls',
    file: 'lambda/target-rows.ts',
    text: 'if (isReusable(summary, last)) {',
    broken: 'if (isReusable(summary, last) && this.reads.getCalls > 0) {',
    test: runTest(
      'makes one list call for each Region and no other, and writes no change object, when nothing changed',
    ),
  },
  {
    name: 'a build is reused without a look at when it was created',
    promise: '2, details of this build',
    file: 'lambda/row.ts',
    text: '  last.date_created === summary.dateCreated &&\n  summary.tags',
    broken: '  summary.tags',
    test: targetTest('fetches a build whose number was given again after a delete'),
  },
  {
    name: 'a build whose details are refused takes its target down',
    promise: '9, neighbours',
    file: 'lambda/target-rows.ts',
    text: 'else this.problems.set(arn, error);\n      return undefined;',
    broken: 'else throw error;\n      return undefined;',
    test: targetTest('costs its own three columns, and its neighbours nothing'),
  },
  {
    name: 'details that were known are lost when they are refused later',
    promise: '9, details only gained',
    file: 'lambda/row.ts',
    text: '    data: same?.data ?? null,\n',
    broken: '    data: null,\n',
    test: simulation,
  },
  {
    name: 'a line that cannot be read is quoted',
    promise: '11, no document text',
    file: 'lambda/ndjson.ts',
    text: '`a line of ${line.length} characters is not JSON`',
    broken: '`${line} is not JSON`',
    test: { file: 'test/ndjson.test.ts', name: 'that is not JSON is refused unquoted' },
  },
  {
    name: 'a column is added to the schema without a new version',
    promise: '12, one schema',
    file: 'lambda/contract/tables.ts',
    text: "    name: 'kms_key_id',\n    type: 'string',\n    nullable: true,",
    broken: "    name: 'kms_key_id',\n    type: 'string',\n    nullable: false,",
    test: { file: 'test/contract/lock.test.ts', name: 'the schema is the one that its version was locked with' },
  },
  {
    name: 'a backslash in a tag is not escaped',
    promise: '12, hstore text',
    file: 'lambda/hstore.ts',
    text: 'text.replace(/["\\\\]/g,',
    broken: 'text.replace(/["]/g,',
    test: { file: 'test/hstore.test.ts', name: 'are read by PostgreSQL as the tags they were' },
  },
  {
    name: 'a target that is read for the first time creates its workflows',
    promise: 'changes mean what they say',
    file: 'lambda/attempt.ts',
    text: "? 'entered' : 'known'",
    broken: "? 'known' : 'known'",
    test: runTest('says that its rows entered the scope, not that they were created'),
  },
  {
    name: 'targets that the lake holds are dropped without a word',
    promise: '2, no false deletion',
    file: 'lambda/run.ts',
    text: 'if (!this.request.dropScope) checkScope(',
    broken: 'if (this.request.dropScope) checkScope(',
    test: runTest('refuses a plan that lacks a Region which the lake holds, unless it is told to drop it'),
  },
  {
    name: 'a token that repeats is followed for ever',
    promise: 'reading: tokens',
    file: 'lambda/listing.ts',
    text: 'if (tokens.has(token))',
    broken: 'if (tokens.has(token) && tokens.size > 1_000)',
    test: { file: 'test/listing.test.ts', name: 'ends with an error when a token repeats for ever' },
  },
  {
    name: 'a snapshot out of order is read all the same',
    promise: 'broken lakes stop a run',
    file: 'lambda/base.ts',
    text: 'if (this.rows > 1 && compareUtf8(this.lastKey, row._key) >= 0)',
    broken: 'if (this.rows > 1 && compareUtf8(this.lastKey, row._key) > 1)',
    test: {
      file: 'test/broken-lake.test.ts',
      name: 'when it has its rows out of order',
    },
  },
];
