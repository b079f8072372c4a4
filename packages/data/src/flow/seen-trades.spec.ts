import fc from 'fast-check';
import { tradeId } from '../../fixtures/market-inputs';
import { SeenTrades } from './seen-trades';

function unseen(ids: readonly string[]): string[] {
  const seen = new SeenTrades();
  return ids.filter((id) => seen.add(id));
}

describe('SeenTrades', () => {
  it.each<[name: string, ids: string[], unseenIds: string[]]>([
    ['takes each new id', [tradeId(1), tradeId(1, 1), tradeId(2)], [tradeId(1), tradeId(1, 1), tradeId(2)]],
    ['takes an id once', [tradeId(1), tradeId(1), tradeId(1, 1), tradeId(1)], [tradeId(1), tradeId(1, 1)]],
    ['takes ids of one block in any order', [tradeId(5, 9), tradeId(5, 3)], [tradeId(5, 9), tradeId(5, 3)]],
    ['takes whatever is older than the newest block as seen', [tradeId(5), tradeId(4, 1)], [tradeId(5)]],
    [
      'orders heights as numbers, also where their digits differ',
      [tradeId(0xff), tradeId(0x100)],
      [tradeId(0xff), tradeId(0x100)],
    ],
  ])('%s', (_, ids, unseenIds) => {
    expect(unseen(ids)).toEqual(unseenIds);
  });

  it('takes each trade exactly once when blocks come in order, however often they are repeated', () => {
    const anyBlock = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 20 }), (blocks) => {
        const ids = blocks.flatMap((indexes, height) => indexes.map((index) => tradeId(height, index)));
        const repeated = ids.flatMap((id, at) => [id, id, ids[at >> 1]!]);
        expect(unseen(repeated)).toEqual(ids);
      }),
    );
  });
});
