import { describe, expect, it } from '@jest/globals';
import { toLogError, toThrownError } from '../../lambda/function/log-error';

const failed = (message: string, stack: string | undefined, options?: ErrorOptions): Error =>
  Object.defineProperty(new TypeError(message, options), 'stack', { value: stack });

describe('what is told of an error', () => {
  it('is its name, its message and where it was thrown, all of it', () => {
    const stack = 'TypeError: one\ntwo\n    at first (a.js:1:1)\n    at second (b.js:2:2)';
    expect(toLogError(failed('one\ntwo', stack))).toEqual({
      name: 'TypeError',
      message: 'one\ntwo',
      stack: '    at first (a.js:1:1)\n    at second (b.js:2:2)',
      cause: undefined,
    });
  });

  it('has no stack where the error has none, or one without a place', () => {
    for (const stack of [undefined, '', 'TypeError: looks at nothing'])
      expect(toLogError(failed('looks at nothing', stack)).stack).toBe('');
  });

  it('names the cause, but not what else it holds', () => {
    const cause = Object.assign(new RangeError('too long'), { answer: 'hunter2' });
    expect(toLogError(failed('one', '', { cause })).cause).toBe('RangeError: too long');
    expect(toLogError(failed('one', '', { cause: 'hunter2' })).cause).toBeUndefined();
  });

  it('never quotes a text that could not be parsed', () => {
    const error = new SyntaxError('Unexpected token in "hunter2"');
    expect(toLogError(error).message).toBe('a text could not be parsed');
    expect(toLogError(failed('one', '', { cause: error })).cause).toBe('SyntaxError: a text could not be parsed');
    expect(toLogError('hunter2')).toEqual({ name: 'Error', message: 'string was thrown', stack: '' });
  });
});

describe('the error that Lambda is given', () => {
  it('is told as it was, and holds nothing else', () => {
    const error = toThrownError({ name: 'LakeError', message: 'what is wrong', stack: '    at first (a.js:1:1)' });
    expect(String(error)).toBe('LakeError: what is wrong');
    expect(error.stack).toBe('LakeError: what is wrong\n    at first (a.js:1:1)');
    expect(Object.keys(error)).toEqual(['name']);
  });
});
