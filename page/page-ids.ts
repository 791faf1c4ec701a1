/** What the page finds the blocks of its file by. */
export const INDEX_ID = 'index';
export const NOTICES_ID = 'notices';
export const CHUNK_CLASS = 'documents';
export const ROOT_ID = 'page';
