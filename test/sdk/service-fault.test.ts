import { describe, expect, it } from '@jest/globals';
import { faultOf } from '../../lambda/sdk/service-fault';

const answered = (name: string, httpStatusCode: number, message = 'what was said'): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

/** Names that the SDK, or JavaScript, gives to an error that the service did not name. */
const MADE_UP = ['Unknown', 'UnknownError', 'Error', 'SyntaxError', 'TypeError', 'RangeError', 'AggregateError'];

describe('the code of a fault', () => {
  it.each(MADE_UP)('is the HTTP status where the SDK made the name up: %s', (name) => {
    expect(faultOf(answered(name, 503)).code).toBe('HTTP 503');
  });

  it.each(['a', 'SlowDown', 'KMS.DisabledException', 'Weird-Name_1', 'x'.repeat(100)])(
    'is the name that the service gave: %s',
    (name) => {
      expect(faultOf(answered(name, 400)).code).toBe(name);
    },
  );

  it.each(['', '1st', '.name', 'a name', '<b>Name', 'Name<b>', 'Name\n', 'é', 'x'.repeat(101)])(
    'is the HTTP status where the name is none: %j',
    (name) => {
      expect(faultOf(answered(name, 400)).code).toBe('HTTP 400');
    },
  );

  it('says that an answer is unusable, below HTTP 300', () => {
    expect(faultOf(answered('SlowDown', 299)).code).toBe('UnusableAnswer');
    expect(faultOf(answered('SlowDown', 300)).code).toBe('SlowDown');
  });

  it('is that of the system where no answer came, or else the name, or nothing is known', () => {
    expect(faultOf(Object.assign(new Error('broke'), { name: 'NetworkError', code: 'ECONNRESET' })).code).toBe(
      'ECONNRESET',
    );
    expect(faultOf(Object.assign(new Error('silent'), { name: 'TimeoutError', code: 7 })).code).toBe('TimeoutError');
    for (const unknown of [new Error('bad'), {}, 'text', null, undefined, ['TimeoutError']])
      expect(faultOf(unknown)).toMatchObject({ name: 'Error', code: 'UnknownError', status: undefined });
  });

  it('has no status where that is no number', () => {
    for (const metadata of [{ httpStatusCode: '403' }, {}, [403], null, 403])
      expect(faultOf(Object.assign(new Error('bad'), { $metadata: metadata })).status).toBeUndefined();
  });
});

describe('the message of a fault', () => {
  it.each(MADE_UP)('is not that of an answer whose error the SDK named: %s', (name) => {
    expect(faultOf(answered(name, 503)).message).toBe('the service answered HTTP 503 without saying why');
  });

  it('is what the service said, or that it said nothing', () => {
    expect(faultOf(answered('SlowDown', 503, 'slow down')).message).toBe('slow down');
    for (const nothing of ['', ' \n', 'UnknownError'])
      expect(faultOf(answered('SlowDown', 503, nothing)).message).toBe(
        'the service answered HTTP 503 without saying why',
      );
  });

  it('is of our own where the answer is unusable', () => {
    expect(faultOf(answered('SyntaxError', 200, 'hunter2')).message).toBe(
      'the answer is not the JSON object that it should be',
    );
  });

  it('is that of the system where no answer came, or says that none came', () => {
    expect(faultOf(new TypeError('Invalid URL')).message).toBe('Invalid URL');
    expect(faultOf(Object.assign(new Error(''), { code: 'ECONNRESET' })).message).toBe('no answer came (ECONNRESET)');
    expect(faultOf({ message: ['x'] }).message).toBe('no answer came (UnknownError)');
    expect(faultOf(new SyntaxError('Unexpected token in hunter2')).message).toBe('no answer came (UnknownError)');
  });
});
