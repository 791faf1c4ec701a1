import { describe, expect, it } from '@jest/globals';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { reportOf } from '../../page/report';
import type { ReportIndex } from '../../page/report-data';
import { Shown } from '../../page/shown';
import { ageText, timeText } from '../../page/time';
import { Top } from '../../page/top';
import { build, indexOf } from './builds';
import { cell } from './cells';

const topOf = (members: Partial<ReportIndex>): string =>
  renderToStaticMarkup(<Top report={reportOf(indexOf(members))} />).replaceAll(/<[^>]+>/g, '');

describe('the top of the page', () => {
  it('says how many accounts, Regions, workflows and builds there are', () => {
    const coverage = [cell('eu-west-1'), cell('us-east-1'), cell('*', { account_id: '444455556666' })];
    const builds = [build('a'), build('a', { number: 2 }), build('b')];
    expect(topOf({ coverage, builds })).toMatch(/Accounts2Regions2Workflows2Builds3$/);
  });

  it('says first what could not be read, and as of when it is shown', () => {
    const coverage = [
      cell('eu-west-1'),
      cell('us-east-1', { outcome: 'denied', as_of: '2026-11-20T06:00:00Z' }),
      cell('us-east-2', { outcome: 'denied', as_of: null }),
      cell('us-west-1', { outcome: 'timed_out', as_of: '2026-11-21T06:00:00Z' }),
    ];
    expect(topOf({ coverage })).toContain(
      'Not read: 3 targets. 2 denied, 1 timed out; 1 never read before; the oldest that is shown is of 2026-11-20 06:00 UTC.',
    );
    expect(topOf({ coverage: [cell('x', { outcome: 'unavailable', as_of: null })] })).toContain(
      'Not read: 1 target. 1 unavailable; 1 never read before.',
    );
  });

  it('does not say of an account that could not be opened that it was never read, where its Regions were', () => {
    const account = { account_id: '444455556666', outcome: 'denied' } as const;
    const coverage = [
      cell('*', { ...account, as_of: null }),
      cell('eu-west-1', { ...account, as_of: '2026-11-20T06:00:00Z' }),
    ];
    expect(topOf({ coverage })).toContain(
      'Not read: 2 targets. 2 denied; the oldest that is shown is of 2026-11-20 06:00 UTC.',
    );
    expect(topOf({ coverage: coverage.slice(0, 1) })).toContain('1 denied; 1 never read before.');
  });

  it('says how many builds are without their document', () => {
    expect(topOf({ coverage: [cell('x', { outcome: 'partial', rows_without_detail: 2 })] })).toContain(
      'Without their document: 2 builds.',
    );
  });

  it('warns of nothing where everything was read', () => {
    expect(topOf({ coverage: [cell('eu-west-1')] })).not.toMatch(/Not read|Without/);
  });

  it('says that nothing is known of what could not be read where coverage is lost', () => {
    const top = topOf({ coverage: null, builds: [build('a')] });
    expect(top).toContain('is not known: its coverage has expired');
    expect(top).toMatch(/Accounts1Regions1Workflows1Builds1$/);
  });
});

describe('a time', () => {
  it('is shown to the minute in UTC; one in another spelling as it is', () => {
    expect(timeText('2026-11-22T06:00:59.123Z')).toBe('2026-11-22 06:00 UTC');
    expect(timeText('yesterday')).toBe('yesterday');
  });

  it('has an age in the largest unit that fits', () => {
    const now = Date.parse('2026-11-22T06:00:00Z');
    const ages = ['2026-11-22T05:59:30Z', '2026-11-22T05:50:00Z', '2026-11-21T20:00:00Z', '2026-11-01T06:00:00Z', 'x'];
    expect(ages.map((time) => ageText(time, now))).toEqual([
      'just now',
      '10 minutes ago',
      '10 hours ago',
      '21 days ago',
      'of unknown age',
    ]);
  });
});

describe('a text that is not ours', () => {
  it('is text in the page, whatever it holds', () => {
    expect(renderToStaticMarkup(<Shown text={'<img onerror=x>\u202e&'} />)).toBe(
      '<bdi>&lt;img onerror=x><span class="mark" dir="ltr">U+202E</span>&amp;</bdi>',
    );
  });
});
