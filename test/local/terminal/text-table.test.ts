import { describe, expect, it } from '@jest/globals';
import { displayWidth } from '../../../local/terminal/display-width';
import { textRecords } from '../../../local/terminal/text-records';
import { textTable } from '../../../local/terminal/text-table';

const text = (name: string) => ({ name, type: 'VARCHAR' });
const number = (name: string) => ({ name, type: 'BIGINT' });

const linesOf = (table: string): readonly string[] => table.split('\n');

describe('A text table', () => {
  it('has a line for each row, with numbers to the right', () => {
    const table = textTable(
      [text('name'), number('builds')],
      [
        ['patch', 2],
        ['a longer name', 100],
      ],
      100,
    );

    expect(linesOf(table)).toEqual([
      'name           builds',
      '─────────────  ──────',
      'patch               2',
      'a longer name     100',
    ]);
  });

  it('shows a null, which an empty text is not', () => {
    expect(
      linesOf(
        textTable(
          [text('a'), text('b')],
          [
            [null, 'x'],
            ['', 'x'],
          ],
          100,
        ),
      ).slice(2),
    ).toEqual(['NULL  x', '      x']);
  });

  it('shortens the long texts until the line fits, and neither the short ones nor numbers', () => {
    const row = ['x'.repeat(200), 'short', 1234567890, 'y'.repeat(30)];
    const lines = linesOf(textTable([text('a'), text('b'), number('c'), text('d')], [row], 60));

    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(60);
    expect(lines[2]).toBe(`${'x'.repeat(18)}…  short  1234567890  ${'y'.repeat(18)}…`);
  });

  it('gives the room that short texts leave to the long ones', () => {
    const lines = linesOf(textTable([text('a'), text('b')], [['x', 'y'.repeat(200)]], 40));

    expect(lines[2]).toBe(`x  ${'y'.repeat(36)}…`);
  });

  it('cuts nothing where no width is given', () => {
    expect(textTable([text('a')], [['x'.repeat(5000)]])).toContain('x'.repeat(5000));
  });

  it('keeps a row on its line, whatever it holds, and lets nothing steer the terminal', () => {
    const hostile = 'a\nb\r\tc\u2028d\u0085e\u001b[31mf\u202eg\u0000';
    expect(linesOf(textTable([text('a')], [[hostile]], 100)).slice(2)).toEqual([
      'a\\nb\\r\\tc\\u2028d\\u0085e\\u001b[31mf\\u202eg\\u0000',
    ]);
  });

  it('keeps the columns straight behind wide characters, emoji and combining marks', () => {
    const names = ['日本語', '👩‍👩‍👧‍👦 x', 'e\u0301te\u0301', '❤️', 'ｆｕｌｌ'];
    const lines = linesOf(
      textTable(
        [text('name'), text('n')],
        names.map((name) => [name, '|']),
        100,
      ),
    ).slice(2);

    for (const line of lines) expect(displayWidth(line.slice(0, line.indexOf('|')))).toBe(10);
    expect(['日本語', '👩‍👩‍👧‍👦', 'e\u0301', '❤️', 'ｆ', '…', '─'].map(displayWidth)).toEqual([6, 2, 1, 2, 2, 1, 1]);
  });

  it('cuts between characters, never within one', () => {
    expect(linesOf(textTable([text('a')], [['日本語日本語']], 6))[2]).toBe('日本…');
    expect(linesOf(textTable([text('a')], [['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦']], 4))[2]).toBe('👩‍👩‍👧‍👦…');
  });

  it('shows nested values as JSON', () => {
    expect(linesOf(textTable([text('a')], [[['x', { y: 1 }]], [true]], 100)).slice(2)).toEqual([
      '["x",{"y":1}]',
      'true',
    ]);
  });

  it('shows the start of documents of megabytes', () => {
    const lines = linesOf(
      textTable(
        [text('data')],
        Array.from({ length: 20 }, () => ['é\n'.repeat(2_000_000)]),
        80,
      ),
    );

    expect(displayWidth(lines[2] ?? '')).toBe(80);
  });
});

describe('Text records', () => {
  it('have a line for each value', () => {
    expect(
      linesOf(
        textRecords(
          [text('name'), number('builds')],
          [
            ['patch', 2],
            ['x'.repeat(50), null],
          ],
          30,
        ),
      ),
    ).toEqual([
      '── row 1 ──',
      'name    patch',
      'builds  2',
      '── row 2 ──',
      `name    ${'x'.repeat(21)}…`,
      'builds  NULL',
    ]);
  });
});
