const START = '{"_key":';
/** A quote inside a JSON string is escaped, so this cannot stand inside the key. */
const END = '","account_id":';

/** The `_key` of a line of the workflow table, without parsing the document that the line holds. */
export const keyOfLine = (line: Buffer): string =>
  String(JSON.parse(line.toString('utf8', START.length, line.indexOf(END) + 1)));
