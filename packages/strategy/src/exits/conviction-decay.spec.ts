import { heldIdea } from '../../fixtures/held-idea';
import { convictionDecay } from './conviction-decay';

describe('convictionDecay', () => {
  it.each([
    ['keeps at the bound', 0.4, 0.5, undefined],
    ['leaves below it', 0.39, 0.5, { name: 'conviction-decay', value: 0.39, bound: 0.4 }],
    ['leaves when the conviction turned round', -0.9, 0.5, { name: 'conviction-decay', value: -0.9, bound: 0.4 }],
    ['keeps without an opinion', undefined, 0.5, undefined],
    ['is switched off by 0', -1, 0, undefined],
  ])('%s', (_name, conviction, share, expected) => {
    expect(convictionDecay(heldIdea({ conviction }), { convictionDecay: share })).toEqual(expected);
  });
});
