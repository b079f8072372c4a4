import { countingNumber, demand, demandAll, notNegative, positive, share, type Bound } from './demand';

describe('demand', () => {
  it.each<[string, Bound, number[], number[]]>([
    ['positive', positive, [1e-9, 5], [0, -1, Infinity, NaN]],
    ['notNegative', notNegative, [0, 5], [-1e-9, Infinity, NaN]],
    ['share', share, [0, 0.5, 1], [-0.1, 1.1, NaN]],
    ['countingNumber', countingNumber, [1, 7], [0, 1.5, -1, NaN, Infinity]],
  ])('knows what is %s', (_name, bound, good, bad) => {
    for (const value of good) expect(() => demand('x', value, bound)).not.toThrow();
    for (const value of bad) expect(() => demand('x', value, bound)).toThrow(RangeError);
  });

  it('names the option, the value and the bound', () => {
    expect(() => demand('sampleMs', -3, positive)).toThrow(new RangeError('sampleMs must be > 0 and finite, was -3'));
  });
});

describe('demandAll', () => {
  it('checks the options that have a bound, and names the group', () => {
    const options = { a: 1, b: -1, c: -5 };
    expect(() => demandAll('group', options, { a: positive })).not.toThrow();
    expect(() => demandAll('group', options, { a: positive, b: notNegative })).toThrow(
      new RangeError('group.b must be >= 0 and finite, was -1'),
    );
  });
});
