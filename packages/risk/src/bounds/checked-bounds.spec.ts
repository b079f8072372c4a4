import { checkedBounds } from './checked-bounds';
import { finiteNotNegative, finitePositive, fractionBelowOne, positive, type Range } from './range';

describe('checkedBounds', () => {
  const table = {
    option: 'limits',
    noun: 'limit',
    defaults: { most: 3, share: 0.5 },
    ranges: { most: positive, share: fractionBelowOne },
  };

  it('fills what is not given', () => {
    expect(checkedBounds({ share: 0.2 }, table)).toEqual({ most: 3, share: 0.2 });
    expect(checkedBounds({}, table)).toEqual(table.defaults);
  });

  it.each([
    [{ most: 0 }, 'limits.most must be > 0, was 0'],
    [{ most: NaN }, 'limits.most must be > 0, was NaN'],
    [{ share: 1 }, 'limits.share must be in [0, 1), was 1'],
    [{ toString: 1 }, 'limits.toString is not a limit'],
  ])('refuses %j', (given, message) => {
    expect(() => checkedBounds(given as object, table)).toThrow(new RangeError(message));
  });
});

describe('a range', () => {
  it.each<[string, Range, readonly number[], readonly number[]]>([
    ['positive', positive, [Number.MIN_VALUE, 1, Infinity], [0, -1, NaN]],
    ['finitePositive', finitePositive, [Number.MIN_VALUE, 1], [0, -1, Infinity, NaN]],
    ['finiteNotNegative', finiteNotNegative, [0, 1], [-Number.MIN_VALUE, Infinity, NaN]],
    ['fractionBelowOne', fractionBelowOne, [0, 0.999], [1, -0.001, NaN]],
  ])('%s holds inside and not outside', (_, { holds }, inside, outside) => {
    expect(inside.filter((value) => !holds(value))).toEqual([]);
    expect(outside.filter(holds)).toEqual([]);
  });
});
