import fc from 'fast-check';
import {
  fillLine,
  fitLine,
  fitText,
  headingLine,
  lineWidth,
  printable,
  span,
  spreadLine,
  type TextLine,
} from './text-line';

const textOf = (line: TextLine): string => line.map(({ text }) => text).join('');
const anyLine = fc.array(fc.string({ unit: 'binary' }).map((text) => span(text)));

describe('printable', () => {
  it.each([
    { text: 'BTC-USD 61,800.3', expected: 'BTC-USD 61,800.3' },
    { text: 'a\nb\tc\r', expected: 'a?b?c?' },
    { text: '\u001b[2J\u0007', expected: '?[2J?' },
    { text: '日本', expected: '??' },
    { text: '\u{1f600}!', expected: '?!' },
    { text: 'e\u0301\u200b\u202e', expected: 'e???' },
    { text: 'soft\u00adhyphen', expected: 'soft?hyphen' },
    { text: '… · × ∞ █▏▁', expected: '… · × ∞ █▏▁' },
  ])('makes $expected of what a terminal may not draw in one column', ({ text, expected }) => {
    expect(printable(text)).toBe(expected);
  });

  it('leaves nothing that could steer a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/\p{C}/u);
      }),
    );
  });
});

describe('fitLine', () => {
  it.each([
    { width: 9, expected: 'abcdefgh' },
    { width: 8, expected: 'abcdefgh' },
    { width: 7, expected: 'abcdef…' },
    { width: 5, expected: 'abcd…' },
    { width: 4, expected: 'abc…' },
    { width: 1, expected: '…' },
    { width: 0, expected: '' },
  ])('fits two spans into $width columns as "$expected"', ({ width, expected }) => {
    expect(textOf(fitLine([span('abcd', 'good'), span('efgh', 'bad')], width))).toBe(expected);
  });

  it('keeps the tones', () => {
    expect(fitLine([span('abcd', 'good'), span('efgh', 'bad')], 6)).toEqual([span('abcd', 'good'), span('e…', 'bad')]);
  });

  it('is never wider than asked, whatever the text', () => {
    fc.assert(
      fc.property(anyLine, fc.nat({ max: 30 }), (line, width) => {
        expect(lineWidth(fitLine(line, width))).toBeLessThanOrEqual(width);
        expect(lineWidth(fillLine(line, width, 'alarm'))).toBe(width);
      }),
    );
  });
});

describe('fitText', () => {
  it.each([
    { text: 'BTC', width: 5, align: 'left', expected: 'BTC  ' },
    { text: 'BTC', width: 5, align: 'right', expected: '  BTC' },
    { text: 'BABYDOGE', width: 5, align: 'left', expected: 'BABY…' },
    { text: 'BABYDOGE', width: 5, align: 'right', expected: 'BABY…' },
    { text: 'x', width: 0, align: 'left', expected: '' },
  ] as const)('makes "$expected" of $text ($align)', ({ text, width, align, expected }) => {
    expect(fitText(text, width, align)).toBe(expected);
  });
});

describe('lines over the whole width', () => {
  it('put two texts at both ends, and give up the right one first', () => {
    expect(textOf(spreadLine([span('left')], [span('right')], 12))).toBe('left   right');
    expect(textOf(spreadLine([span('left')], [span('right')], 9))).toBe('left');
    expect(textOf(spreadLine([span('left')], [span('right')], 3))).toBe('le…');
  });

  it('rule a heading', () => {
    expect(headingLine('NO FILL', 10)).toEqual([span('NO FILL', 'heading'), span('   ', 'column')]);
  });
});
