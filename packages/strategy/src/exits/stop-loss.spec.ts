import { heldIdea } from '../../fixtures/held-idea';
import { stopLoss } from './stop-loss';

describe('stopLoss', () => {
  it.each([
    ['keeps above the bound', -0.0199, 0.02, undefined],
    ['leaves at the bound', -0.02, 0.02, { name: 'stop-loss', value: -0.02, bound: -0.02 }],
    ['leaves below it', -0.5, 0.02, { name: 'stop-loss', value: -0.5, bound: -0.02 }],
    ['keeps a gain', 0.5, 0.02, undefined],
    ['is switched off by 0', -0.5, 0, undefined],
  ])('%s', (_name, value, bound, expected) => {
    expect(stopLoss(heldIdea({ value }), { stopLoss: bound })).toEqual(expected);
  });
});
