import { render } from 'preact';
import { text } from '../lambda/contract/shape';
import { App } from './app';
import { unpack } from './blocks';
import { Documents } from './documents';
import { faultText } from './fault-text';
import { followLocation } from './location';
import { CHUNK_CLASS, INDEX_ID, NOTICES_ID, ROOT_ID } from './page-ids';
import { reportOf } from './report';
import { chunkShape, indexShape } from './report-data';
import { WorkflowSearch } from './search';

const elementOf = (id: string): Element => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`This file is not as it was written: it has no block ${id}.`);
  return element;
};

/** The blocks behind the script are there once the whole file is read. */
const wholeFile = new Promise<void>((resolve) => {
  document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
});

const readChunk = async (chunk: number) => {
  await wholeFile;
  const block = document.getElementsByClassName(CHUNK_CLASS)[chunk];
  if (block === undefined) throw new Error('This file is not as it was written: a block of documents is missing.');
  return unpack(block, chunkShape);
};

const readNotices = async (): Promise<string> => {
  await wholeFile;
  return unpack(elementOf(NOTICES_ID), text);
};

/** The newest of what the page needs: Firefox has both since October 2023, others for longer. */
const isTooOld = !('DecompressionStream' in window) || !('toWellFormed' in String.prototype);

const show = async () => {
  if (isTooOld) throw new Error('This browser is too old for this file. Open it in one of 2024 or later.');
  const index = await unpack(elementOf(INDEX_ID), indexShape);
  const documents = new Documents(index.chunks, readChunk);
  const report = reportOf(index);
  const search = new WorkflowSearch(report.workflows, documents);
  const root = elementOf(ROOT_ID);
  root.replaceChildren();
  followLocation();
  render(<App report={report} documents={documents} search={search} readNotices={readNotices} />, root);
  return { search, documents };
};

/** What can wait until the first view is there. */
const prepare = async ({ search, documents }: Awaited<ReturnType<typeof show>>): Promise<void> => {
  await search.prepare();
  await documents.readAll();
};

void show().then(prepare, (error: unknown) => {
  elementOf(ROOT_ID).textContent = faultText(error);
  throw error;
});
