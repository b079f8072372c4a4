import { heldIdea } from '../../fixtures/held-idea';
import { takeProfit } from './take-profit';

describe('takeProfit', () => {
  it.each([
    ['keeps below the bound', 0.0299, 0.03, undefined],
    ['leaves at the bound', 0.03, 0.03, { name: 'take-profit', value: 0.03, bound: 0.03 }],
    ['keeps a loss', -0.5, 0.03, undefined],
    ['is switched off by 0', 0.5, 0, undefined],
  ])('%s', (_name, value, bound, expected) => {
    expect(takeProfit(heldIdea({ value }), { takeProfit: bound })).toEqual(expected);
  });
});
