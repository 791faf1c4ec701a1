import { isJsonObject } from '../../lambda/contract/json-object';

/**
 * The condition of a step as a sentence: `$.parameters.patch booleanEquals true`. Of a form that AWS does not document it
 * is the JSON text, unchanged.
 */
export const conditionText = (json: string): string => {
  try {
    return sentenceOf(JSON.parse(json)) ?? json;
  } catch {
    return json;
  }
};

const sentenceOf = (condition: unknown): string | undefined => {
  if (!isJsonObject(condition)) return undefined;
  const { and, or, not, value, ...rest } = condition;
  if (value !== undefined) return Object.keys(condition).length === 2 ? comparisonOf(rest, value) : undefined;
  if (Object.keys(condition).length !== 1) return undefined;
  if (Array.isArray(and)) return listOf(and, 'and');
  if (Array.isArray(or)) return listOf(or, 'or');
  const negated = sentenceOf(not);
  return negated === undefined ? undefined : `not (${negated})`;
};

const comparisonOf = (comparison: Readonly<Record<string, unknown>>, value: unknown): string | undefined => {
  const [first] = Object.entries(comparison);
  return first === undefined ? undefined : `${wordOf(value)} ${first[0]} ${wordOf(first[1])}`;
};

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const listOf = (conditions: readonly unknown[], word: string): string | undefined => {
  const sentences = conditions.map(sentenceOf);
  return sentences.some((sentence) => sentence === undefined)
    ? undefined
    : sentences.map((sentence) => `(${sentence})`).join(` ${word} `);
};
