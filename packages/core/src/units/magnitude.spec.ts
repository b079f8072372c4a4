import { magnitude } from './magnitude';

describe('magnitude', () => {
  it.each([
    [7n, 7n],
    [-7n, 7n],
    [0n, 0n],
    [-(2n ** 80n), 2n ** 80n],
  ])('of %p is %p', (value, expected) => {
    expect(magnitude(value)).toBe(expected);
  });
});
