const END = '<!-- end of generated -->';

/** The line that begins a generated part, and says where it comes from. */
const startOf = (source: string): string => `<!-- generated from ${source} -->`;

/**
 * A document with one generated part renewed; what people wrote around it stays.
 *
 * @param source what the part is derived from, as its first marker says; unique in the document
 * @throws Error that names the markers which the document lacks
 */
export const withGeneratedPart = (document: string, source: string, part: string): string => {
  const start = startOf(source);
  const from = document.indexOf(start);
  const to = document.indexOf(END, from);
  if (from === -1 || to === -1) throw new Error(`the document must hold the lines ${start} and ${END}`);
  return `${document.slice(0, from)}${start}\n${part.trimEnd()}\n${document.slice(to)}`;
};

/** Text that stands in a cell of a table in Markdown, or in a paragraph. */
export const toMarkdown = (text: string): string => text.replace(/[|*<]/g, '\\$&');
