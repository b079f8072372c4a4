import fc from 'fast-check';
import { unixMs, type Trade } from '@perpstream/core';
import { trade } from '../../fixtures/market-inputs';
import { SeenTrades } from './seen-trades';

const of = (ms: number, id = 'a'): Trade => trade({ id, exchangeMs: unixMs(ms) });

function unseen(list: readonly Trade[]): Trade[] {
  const seen = new SeenTrades();
  return list.filter((one) => seen.add(one));
}

describe('SeenTrades', () => {
  it.each<[name: string, list: Trade[], unseenTrades: Trade[]]>([
    ['takes each new trade', [of(1), of(1, 'b'), of(2)], [of(1), of(1, 'b'), of(2)]],
    ['takes a trade once', [of(1), of(1), of(1, 'b'), of(1)], [of(1), of(1, 'b')]],
    ['takes trades of one block in any order', [of(5, 'z'), of(5, 'c')], [of(5, 'z'), of(5, 'c')]],
    ['takes the same id at another time', [of(1), of(2)], [of(1), of(2)]],
    ['takes a late one between those it remembers, once', [of(1), of(9), of(4), of(4)], [of(1), of(9), of(4)]],
    ['takes whatever is older than all it remembers as seen', [of(5), of(4)], [of(5)]],
    ['asks nothing of ids', [of(1, 'ffffffff'), of(2, ''), of(3, '0')], [of(1, 'ffffffff'), of(2, ''), of(3, '0')]],
  ])('%s', (_, list, unseenTrades) => {
    expect(unseen(list)).toEqual(unseenTrades);
  });

  it('knows the time of the newest trade', () => {
    const seen = new SeenTrades();
    expect(seen.newestMs).toBe(-Infinity);
    for (const ms of [3, 9, 4]) seen.add(of(ms));
    expect(seen.newestMs).toBe(9);
  });

  it('remembers the newest 64 blocks', () => {
    const seen = new SeenTrades();
    for (let ms = 1; ms <= 65; ms += 1) seen.add(of(ms));
    expect([of(1, 'new'), of(2, 'new'), of(65)].map((one) => seen.has(one))).toEqual([true, false, true]);
  });

  it('takes each trade exactly once when blocks come in order, however often they are repeated', () => {
    const anyBlock = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 100 }), (blocks) => {
        const list = blocks.flatMap((indexes, ms) => indexes.map((index) => of(ms, String(index))));
        const repeated = list.flatMap((one, at) => [one, one, list[at >> 1]!]);
        expect(unseen(repeated)).toEqual(list);
      }),
    );
  });
});
