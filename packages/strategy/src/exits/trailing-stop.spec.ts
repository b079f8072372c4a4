import { heldIdea } from '../../fixtures/held-idea';
import { trailingStop } from './trailing-stop';

const options = { trailingActivation: 0.25, trailingDistance: 0.125 };

describe('trailingStop', () => {
  it.each([
    ['keeps before it is activated, whatever is given back', 0.2, -0.5, undefined],
    ['keeps within the distance of the best value', 0.5, 0.376, undefined],
    ['leaves at the distance', 0.5, 0.375, { name: 'trailing-stop', value: 0.375, bound: 0.375 }],
    ['is activated at the bound', 0.25, 0.125, { name: 'trailing-stop', value: 0.125, bound: 0.125 }],
  ])('%s', (_name, bestValue, value, expected) => {
    expect(trailingStop(heldIdea({ bestValue, value }), options)).toEqual(expected);
  });

  it('trails from the entry on without an activation', () => {
    const open = heldIdea({ bestValue: 0, value: -0.125 });
    expect(trailingStop(open, { ...options, trailingActivation: 0 })).toMatchObject({ bound: -0.125 });
  });

  it('is switched off by a distance of 0', () => {
    expect(trailingStop(heldIdea({ bestValue: 1, value: 0 }), { ...options, trailingDistance: 0 })).toBeUndefined();
  });
});
