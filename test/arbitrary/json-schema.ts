import Ajv from 'ajv/dist/2020';
import type { JsonSchema } from '../../lambda/contract/shape';

/** Ajv's opinion, as the second one on our own checks. The calendar is Node's, since Ajv brings none. */
export const ajvAccepts = (schema: JsonSchema): ((value: unknown) => boolean) => {
  const isTime = (text: string): boolean => {
    const time = new Date(text);
    return !Number.isNaN(time.getTime()) && time.toISOString() === text.replace('Z', '.000Z');
  };
  return new Ajv({ strict: true, formats: { 'date-time': isTime } }).compile(schema);
};
