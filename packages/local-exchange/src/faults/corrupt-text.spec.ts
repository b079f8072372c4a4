import fc from 'fast-check';
import { SeededRandom } from '../random/seeded-random';
import { anyCorruption, corruptText } from './corrupt-text';

const frame = fc
  .dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true })
  .map((value) => JSON.stringify(value));

describe('corruptText', () => {
  it.each(['cut', 'break'] as const)('%s leaves nothing that is JSON', (how) => {
    fc.assert(
      fc.property(frame, fc.integer(), (text, seed) => {
        expect(() => JSON.parse(corruptText(text, how, new SeededRandom(seed))) as unknown).toThrow('JSON');
      }),
    );
  });

  it('flip changes exactly one character', () => {
    fc.assert(
      fc.property(frame, fc.integer(), (text, seed) => {
        const flipped = corruptText(text, 'flip', new SeededRandom(seed));
        expect(flipped).toHaveLength(text.length);
        expect([...text.split('')].filter((letter, at) => letter !== flipped[at])).toHaveLength(1);
      }),
    );
  });

  it('does the same for the same seed, and draws every way', () => {
    const random = new SeededRandom(1);
    expect(new Set(Array.from({ length: 50 }, () => anyCorruption(random)))).toEqual(new Set(['cut', 'flip', 'break']));
    const spoilt = (): string => corruptText('{"type":"channel_data"}', 'flip', new SeededRandom(9));
    expect(spoilt()).toBe(spoilt());
  });
});
