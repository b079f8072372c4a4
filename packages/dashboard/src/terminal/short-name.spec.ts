import { shortName } from './short-name';

describe('shortName', () => {
  it.each([
    ['momentum', 'mome'],
    ['liquidity', 'liqu'],
    ['liquidationPressure', 'liPr'],
    ['meanReversion', 'meRe'],
    ['leadLag', 'leLa'],
    ['ab', 'ab'],
    ['aVeryLongName', 'aVe'],
    ['', ''],
  ])('makes %p %p', (name, short) => {
    expect(shortName(name)).toBe(short);
  });
});
