import * as fc from 'fast-check';
import { childSubaccount, parentSubaccount, subaccountMode } from './subaccount-number';

describe('subaccount numbers', () => {
  it.each([
    [0, 'cross', 0],
    [127, 'cross', 127],
    [128, 'isolated', 0],
    [129, 'isolated', 1],
    [255, 'isolated', 127],
    [384, 'isolated', 0],
    [127_999, 'isolated', 127],
    [128_000, 'isolated', 0],
  ] as const)('%s is %s and belongs to %s', (subaccountNumber, mode, parent) => {
    expect(subaccountMode(subaccountNumber)).toBe(mode);
    expect(parentSubaccount(subaccountNumber)).toBe(parent);
  });

  it.each([-1, 128_001, 0.5, NaN, Infinity])('%s is none', (wrong) => {
    expect(() => subaccountMode(wrong)).toThrow(RangeError);
    expect(() => parentSubaccount(wrong)).toThrow(
      `subaccountNumber must be a whole number in [0, 128000], was ${wrong}`,
    );
  });

  it.each([
    [0, 0, 0],
    [0, 1, 128],
    [5, 3, 389],
    [0, 1_000, 128_000],
    [127, 999, 127_999],
  ])('of parent %s, child %s is %s', (parent, child, expected) => {
    expect(childSubaccount(parent, child)).toBe(expected);
  });

  it.each([
    [-1, 1, 'parentNumber must be a whole number in [0, 127], was -1'],
    [128, 1, 'parentNumber must be a whole number in [0, 127], was 128'],
    [0, 1_001, 'child must be a whole number in [0, 1000], was 1001'],
    [1, 1_000, 'child must be a whole number in [0, 999], was 1000'],
    [1, -1, 'child must be a whole number in [0, 999], was -1'],
    [1, 1.5, 'child must be a whole number in [0, 999], was 1.5'],
  ])('parent %s has no child %s', (parent, child, message) => {
    expect(() => childSubaccount(parent, child)).toThrow(RangeError);
    expect(() => childSubaccount(parent, child)).toThrow(message);
  });

  it('lead from parent to child and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 0, max: 999 }), (parent, child) => {
        const subaccountNumber = childSubaccount(parent, child);
        expect(parentSubaccount(subaccountNumber)).toBe(parent);
        expect(subaccountMode(subaccountNumber)).toBe(child === 0 ? 'cross' : 'isolated');
      }),
    );
  });
});
