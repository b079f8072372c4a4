import fc from 'fast-check';
import { besideSections, shareRows, type Section } from './section';
import { span, type TextLine } from './text-line';

const section = (wanted: number, least: number, weight: number, name = 's'): Section => ({
  wanted,
  least,
  weight,
  draw: (rows) => Array.from({ length: 1 + Math.min(rows, wanted) }, (_, index): TextLine => [span(`${name}${index}`)]),
});
const textOf = (line: TextLine): string => line.map(({ text }) => text).join('');

describe('shareRows', () => {
  it.each([
    { name: 'all that is wanted when there is room', height: 50, expected: [10, 2, 5] },
    { name: 'the least of each first', height: 3 + 3, expected: [1, 1, 1] },
    { name: 'the rest by weight', height: 3 + 9, expected: [6, 2, 1] },
    { name: 'headings alone in order when it is tight', height: 2, expected: [0, 0, -1] },
    { name: 'nothing at all', height: 0, expected: [-1, -1, -1] },
  ])('gives $name', ({ height, expected }) => {
    expect(shareRows([section(10, 2, 3), section(2, 2, 4), section(5, 1, 1)], height)).toEqual(expected);
  });

  it('never gives more than there is, nor more than is wanted, and leaves nothing over while something is wanted', () => {
    const anySection = fc
      .tuple(fc.nat({ max: 20 }), fc.nat({ max: 4 }), fc.integer({ min: 1, max: 5 }))
      .map(([wanted, least, weight]) => section(wanted, least, weight));
    fc.assert(
      fc.property(fc.array(anySection, { maxLength: 6 }), fc.nat({ max: 60 }), (sections, height) => {
        const rows = shareRows(sections, height);
        const used = rows.reduce((sum, count) => sum + count + 1, 0);
        expect(used).toBeLessThanOrEqual(height);
        rows.forEach((count, index) => expect(count).toBeLessThanOrEqual(sections[index]!.wanted));
        const isSatisfied = rows.every((count, index) => count === sections[index]!.wanted);
        expect(isSatisfied || used === height).toBe(true);
      }),
    );
  });
});

describe('besideSections', () => {
  it('draws two sections side by side, the shorter one filled up', () => {
    const both = besideSections(section(2, 1, 3, 'left'), section(1, 2, 2, 'right'), 0.5);
    expect(both).toMatchObject({ wanted: 2, least: 2, weight: 3 });
    expect(both.draw(2, 20).map(textOf)).toEqual(['left0      right0', 'left1      right1', 'left2      ']);
  });
});
