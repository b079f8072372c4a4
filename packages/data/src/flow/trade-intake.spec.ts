import { unixMs, type Trade, type Trades } from '@perpstream/core';
import { block, BTC, collectFaults, type CollectedFaults } from '@perpstream/testing';
import { ExchangeTime } from '../clock/exchange-time';
import { trade, tradeHistory, trades } from '../../fixtures/market-inputs';
import { TradeIntake, type TradeNews } from './trade-intake';

const of = (ms: number, id = 'a'): Trade => trade({ id, exchangeMs: unixMs(ms) });
const times = ({ trades: list }: TradeNews): number[] => list.map(({ exchangeMs }) => exchangeMs);

function newIntake(): { readonly intake: TradeIntake; readonly time: ExchangeTime; readonly faults: CollectedFaults } {
  const faults = collectFaults();
  const time = new ExchangeTime(faults);
  return { intake: new TradeIntake(BTC, time, faults), time, faults };
}

/** What an intake makes of frames; a number is an interruption. */
function newsOf(...frames: readonly (Trades | 'gap')[]): TradeNews | undefined {
  const { intake } = newIntake();
  let news: TradeNews | undefined;
  for (const frame of frames) {
    if (frame === 'gap') intake.interrupt();
    else news = intake.take(frame);
  }
  return news;
}

describe('TradeIntake', () => {
  it.each<[name: string, frames: (Trades | 'gap')[], times: number[], missingThroughMs: number | undefined]>([
    ['the first snapshot', [tradeHistory([of(3), of(5)])], [3, 5], 3],
    ['an empty first snapshot: the market never traded', [tradeHistory([])], [], undefined],
    ['live trades before any snapshot', [trades([of(3)])], [3], 3],
    ['live trades', [tradeHistory([of(3)]), trades([of(3), of(5)])], [5], undefined],
    ['a snapshot that reaches back', [trades([of(3)]), 'gap', tradeHistory([of(3), of(5)])], [5], undefined],
    ['a snapshot that does not', [trades([of(3)]), 'gap', tradeHistory([of(4), of(5)])], [4, 5], 4],
    ['live trades after a gap', [trades([of(3)]), 'gap', trades([of(3), of(9)])], [9], 9],
    ['an outdated snapshot without a gap', [trades([of(3)]), trades([of(5)]), tradeHistory([of(3)])], [], undefined],
    ['a later snapshot without a gap that does not reach back', [trades([of(3)]), tradeHistory([of(8)])], [8], 8],
    [
      'a snapshot that tells what was before the start',
      [trades([of(5)]), 'gap', tradeHistory([of(4), of(5)])],
      [],
      undefined,
    ],
    [
      'a snapshot that tells the other trades of the first block',
      [trades([of(5, 'b')]), 'gap', tradeHistory([of(5, 'a'), of(5, 'b')])],
      [],
      undefined,
    ],
    [
      'a snapshot with a trade that a lost message held',
      [trades([of(3)]), trades([of(9)]), 'gap', tradeHistory([of(3), of(6), of(9)])],
      [6],
      undefined,
    ],
  ])('of %s', (_, frames, expectedTimes, missingThroughMs) => {
    const news = newsOf(...frames);
    expect(news && times(news)).toEqual(expectedTimes);
    expect(news?.missingThroughMs).toBe(missingThroughMs);
    expect(news?.isLive).toBe((frames.at(-1) as Trades).isSnapshot === false);
  });

  it.each<[name: string, frames: (Trades | 'gap')[], isKnown: boolean]>([
    ['nothing came', [], false],
    ['a snapshot came', [tradeHistory([])], true],
    ['live trades came', [trades([of(3)])], true],
    ['it is interrupted', [trades([of(3)]), 'gap'], false],
    ['only repetitions came since', [trades([of(3)]), 'gap', trades([of(3)])], false],
    ['only an outdated snapshot came since', [trades([of(3)]), trades([of(4)]), 'gap', tradeHistory([of(3)])], false],
    ['the snapshot repeats the newest', [trades([of(3)]), 'gap', tradeHistory([of(3)])], true],
  ])('knows whether every trade arrives when %s', (_, frames, isKnown) => {
    const { intake } = newIntake();
    for (const frame of frames) {
      if (frame === 'gap') intake.interrupt();
      else intake.take(frame);
    }
    expect(intake.isKnown).toBe(isKnown);
  });

  it.each<[name: string, given: Partial<Trade>]>([
    ['no id', { id: '' }],
    ['a price of zero', { priceUsd: 0 }],
    ['a price that is no number', { priceUsd: NaN }],
    ['an endless size', { sizeBase: Infinity }],
    ['no time', { exchangeMs: NaN as Trade['exchangeMs'] }],
    ['a time far in the future', { exchangeMs: unixMs(1e12) }],
  ])('does not count a trade with %s, and tells it once per frame', (_, given) => {
    const { intake, time, faults } = newIntake();
    time.observe(block({ exchangeMs: unixMs(5) }));
    const odd = trade(given);
    expect(times(intake.take(trades([of(3), odd, odd, of(4)], { cause: 8 })))).toEqual([3, 4]);
    expect(faults.faults).toMatchObject([{ kind: 'malformed-frame', marketId: BTC, cause: 8 }]);
    expect(faults.faults[0]?.message).toContain('impossible trades: 2');
    expect(times(intake.take(trades([of(5)])))).toEqual([5]);
  });

  it('lets the time go on while no block comes', () => {
    const { intake, time, faults } = newIntake();
    time.observe(block({ exchangeMs: unixMs(5), receivedMs: unixMs(0) }));
    const late = trades([of(3_600_000)], { receivedMs: unixMs(3_600_000) });
    expect(times(intake.take(late))).toEqual([3_600_000]);
    expect(faults.faults).toEqual([]);
  });
});
