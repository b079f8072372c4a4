import fc from 'fast-check';
import { MissingMessages, type IdRange } from './missing-messages';

const SECOND_US = 1_000_000;
const noted = (...ids: number[]): MissingMessages => {
  const missing = new MissingMessages();
  for (const id of ids) missing.note(id, 0);
  return missing;
};
const shown = (ranges: readonly IdRange[]): string => ranges.map(({ first, last }) => `${first}-${last}`).join();

describe('MissingMessages', () => {
  it.each<[string, number[], string]>([
    ['nothing of a dense row', [0, 1, 2, 3], ''],
    ['the start of a row that begins later', [3, 4], '0-2'],
    ['one that was left out', [0, 1, 3], '2-2'],
    ['several as ranges', [0, 4, 5, 9], '1-3,6-8'],
    ['nothing of a row in any order', [0, 3, 2, 1], ''],
    ['what is left of a hole that is filled at its start', [0, 5, 1], '2-4'],
    ['what is left of a hole that is filled at its end', [0, 5, 4], '1-3'],
    ['what is left of a hole that is filled in the middle', [0, 5, 3], '1-2,4-4'],
    ['nothing of an id that comes twice', [0, 1, 1, 0, 2], ''],
  ])('misses %s', (_, ids, expected) => {
    expect(shown(noted(...ids).takeAll())).toBe(expected);
  });

  it('takes a hole for late until 30 s have passed', () => {
    const missing = new MissingMessages();
    missing.note(0, 0);
    missing.note(2, 5 * SECOND_US);
    expect(missing.takeOverdue(35 * SECOND_US)).toEqual([]);
    expect(shown(missing.takeOverdue(35 * SECOND_US + 1))).toBe('1-1');
    expect(missing.takeOverdue(99 * SECOND_US)).toEqual([]);
  });

  it('leaves the younger holes when the older ones are due', () => {
    const missing = new MissingMessages();
    missing.note(1, 0);
    missing.note(3, 20 * SECOND_US);
    expect(shown(missing.takeOverdue(31 * SECOND_US))).toBe('0-0');
    expect(shown(missing.takeAll())).toBe('2-2');
  });

  it('R5: a jump of 10^9 ids costs one range', () => {
    const missing = noted(0, 1_000_000_001);
    expect(shown(missing.takeAll())).toBe('1-1000000000');
  });

  it('R5: gives up waiting when there are more holes than late messages make', () => {
    const missing = new MissingMessages();
    for (let id = 0; id < 512; id += 2) missing.note(id, 0);
    expect(missing.takeOverdue(0)).toEqual([]);
    missing.note(512, 0);
    missing.note(514, 0);
    expect(missing.takeOverdue(0)).toHaveLength(257);
  });

  it('misses exactly what was left out, whatever the order', () => {
    const order = fc.uniqueArray(fc.nat(60), { minLength: 1 });
    fc.assert(
      fc.property(order, (ids) => {
        const highest = Math.max(...ids);
        const left = Array.from({ length: highest }, (_, id) => id).filter((id) => !ids.includes(id));
        const ranges = noted(...ids).takeAll();
        const told = ranges.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, at) => first + at),
        );
        expect(told.sort((a, b) => a - b)).toEqual(left);
      }),
    );
  });
});
