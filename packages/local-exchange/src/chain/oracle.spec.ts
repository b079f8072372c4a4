import { Oracle } from './oracle';

describe('Oracle', () => {
  it('follows the fair value behind', () => {
    const oracle = new Oracle(100);
    expect(oracle.follow(101, false)).toBe(true);
    expect(oracle.priceUsd).toBeCloseTo(100.5, 9);
    for (let block = 0; block < 30; block += 1) oracle.follow(101, false);
    expect(oracle.priceUsd).toBeCloseTo(101, 2);
  });

  it('takes the price as it is when that is shaken', () => {
    const oracle = new Oracle(100);
    expect(oracle.follow(70, true)).toBe(true);
    expect(oracle.priceUsd).toBeCloseTo(70, 9);
  });

  it('states nothing while it is frozen, and then where it has come to', () => {
    const oracle = new Oracle(100);
    oracle.isFrozen = true;
    for (let block = 0; block < 30; block += 1) expect(oracle.follow(70, false)).toBe(false);
    expect(oracle.text).toBe('100');
    oracle.isFrozen = false;
    expect(oracle.follow(70, false)).toBe(true);
    expect(oracle.priceUsd).toBeCloseTo(70, 5);
  });

  it('states nothing new while the price hardly moves', () => {
    const oracle = new Oracle(100);
    expect(oracle.follow(100.0001, false)).toBe(false);
    expect(oracle.text).toBe('100');
  });

  it.each([
    [104_250.12, '104250.12'],
    [0.000012345678, '0.000012345678'],
  ])('writes %d without an exponent', (price, text) => {
    expect(new Oracle(price).text).toBe(text);
  });
});
