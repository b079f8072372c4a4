import { marketId, type ClientId, type MarketId, type OpenOrder, type StrategyInput } from '@perpstream/core';
import {
  BTC,
  ETH,
  accountState,
  bookUpdate,
  dataQuality,
  marketContext,
  orderIntent,
  position,
  signalScores,
} from '@perpstream/testing';
import { Rehearsal } from '../../fixtures/rehearsal';
import { followMomentum, places, type FollowOptions } from '../../fixtures/follow-momentum';

const SOL = marketId('SOL-USD');
const scored = (momentum: number, market: MarketId = BTC) => signalScores({ momentum }, { marketId: market });
const tradable = (...markets: MarketId[]): StrategyInput[] =>
  markets.flatMap((market) => [
    dataQuality({ marketId: market }),
    marketContext({ marketId: market }),
    bookUpdate({ marketId: market, bids: [[9_999, 1]], asks: [[10_001, 1]] }),
  ]);

const nothing = accountState();
const holding = (...markets: MarketId[]) =>
  accountState({ positions: markets.map((market) => position({ marketId: market })) });

function openOrder(market: MarketId): OpenOrder {
  const { side, quantums, subticks, sizeBase, priceUsd, timeInForce, reduceOnly } = orderIntent();
  const order = { side, quantums, subticks, sizeBase, priceUsd, timeInForce, reduceOnly, marketId: market };
  const progress = { filledQuantums: 0n as OpenOrder['filledQuantums'], remainingBase: sizeBase };
  return { ...order, ...progress, clientId: 7 as ClientId, status: 'submitted', submittedMs: position().openedMs };
}
const ordering = (market: MarketId) => accountState({ openOrders: [openOrder(market)] });

function rehearse(options: FollowOptions = {}): Rehearsal {
  return new Rehearsal((scheduler) =>
    followMomentum({ scheduler, hysteresis: { minHoldMs: 0, coolDownMs: 10_000 }, ...options }),
  );
}

describe('portfolioStrategy and its account', () => {
  describe('an entry that came to nothing', () => {
    it('is taken back after the cool-down and may then be decided anew', () => {
      const run = rehearse().at(0, ...tradable(BTC), nothing, scored(90));
      run.every(250, 250, 20_000, scored(90));
      expect(run.log).toEqual([
        '2250 BTC-USD 1000',
        // 2,250 + 10,000, then the confirmation; what was never held has cooled down by then.
        '14250 BTC-USD 0',
        '16250 BTC-USD 1000',
      ]);
    });

    it('is taken back with the reason, by the account that shows nothing', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC), nothing, scored(90))
        .at(2_250)
        .at(12_250, scored(90));
      run.at(12_300, nothing).at(15_000);
      expect(run.decisions[1]).toMatchObject({ targetNotionalUsd: 0, receivedMs: 12_300, confidence: 0.8 });
      expect(run.decisions[1]!.reasons).toEqual([
        { name: 'momentum', value: 90 },
        { name: 'not-held', value: 12_250, bound: 10_000 },
      ]);
    });

    it('rests on the scores when they are newer than the account', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC), nothing, scored(90))
        .at(2_250)
        .every(250, 12_250, 15_000, scored(90));
      expect(run.decisions[1]).toMatchObject({ targetNotionalUsd: 0, receivedMs: 14_250 });
    });

    it('is taken back even when its scores were withdrawn', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC), nothing, scored(90))
        .at(2_250);
      run.at(12_250, signalScores({})).at(15_000);
      expect(run.log).toEqual(['2250 BTC-USD 1000', '14500 BTC-USD 0']);
      expect(run.decisions[1]).toMatchObject({ confidence: 0, reasons: [{ name: 'not-held' }] });
    });

    it('gives its place to others when it is taken back', () => {
      const run = rehearse({ allocation: places(1) }).at(
        0,
        ...tradable(BTC, ETH),
        nothing,
        scored(95),
        scored(90, ETH),
      );
      run.at(2_250).at(2_500, scored(70)).every(250, 3_000, 17_000, scored(90, ETH));
      expect(run.log).toEqual(['2250 BTC-USD 1000', '14250 BTC-USD 0', '16250 ETH-USD 1000']);
    });
  });

  it('believes its decision while it has heard of no account', () => {
    const run = rehearse()
      .at(0, ...tradable(BTC))
      .every(250, 0, 60_000, scored(90));
    expect(run.log).toEqual(['2250 BTC-USD 1000']);
  });

  it('keeps a position that the account shows', () => {
    const run = rehearse()
      .at(0, ...tradable(BTC), scored(90))
      .at(2_300, holding(BTC))
      .every(250, 2_500, 60_000, scored(90));
    expect(run.log).toEqual(['2250 BTC-USD 1000']);
  });

  it('waits while an order is open, and counts the cool-down from its end', () => {
    const run = rehearse()
      .at(0, ...tradable(BTC), scored(90))
      .at(2_300, ordering(BTC));
    run.every(250, 2_500, 30_000, scored(90)).at(30_000, nothing).every(250, 30_000, 44_000, scored(90));
    // 30,000 + 10,000, the sample that sees it, the confirmation; then the entry again.
    expect(run.log).toEqual(['2250 BTC-USD 1000', '42000 BTC-USD 0']);
  });

  it('takes its target back when others closed the position, and enters again', () => {
    const run = rehearse()
      .at(0, ...tradable(BTC), scored(90))
      .at(2_300, holding(BTC))
      .at(20_000, nothing);
    run.every(250, 20_000, 40_000, scored(90));
    // Taken back after the sample of 20,000 and its confirmation; the cool-down counts from the end of the position.
    expect(run.log).toEqual(['2250 BTC-USD 1000', '22250 BTC-USD 0', '32000 BTC-USD 1000']);
    expect(run.decisions[1]!.reasons.at(-1)).toEqual({ name: 'closed-by-others', value: 2_250 });
  });

  it('starts the cool-down when the exit is filled, not when it was decided', () => {
    const run = rehearse()
      .at(0, ...tradable(BTC), scored(90))
      .at(2_300, holding(BTC))
      .at(3_000, scored(50))
      .at(5_250);
    run.at(9_000, nothing).every(250, 9_000, 22_000, scored(90));
    expect(run.log).toEqual(['2250 BTC-USD 1000', '5250 BTC-USD 0', '21000 BTC-USD 1000']);
  });

  it('does not take back what it cannot judge on stale data', () => {
    const run = rehearse()
      .at(0, ...tradable(BTC), nothing, scored(90))
      .at(2_250, dataQuality({ level: 'stale' }));
    expect(run.every(250, 2_500, 60_000, nothing).log).toEqual(['2250 BTC-USD 1000']);
  });

  describe('places', () => {
    it('counts positions that the strategy did not decide, and leaves them alone', () => {
      const run = rehearse({ allocation: places(2) }).at(0, ...tradable(BTC, ETH, SOL), holding(SOL));
      run.at(0, scored(90), scored(95, ETH), scored(50, SOL)).every(250, 250, 9_000, scored(90));
      expect(run.log).toEqual(['2250 ETH-USD 1000']);
    });

    it('takes a position over, without another place, when it wants that market itself', () => {
      const run = rehearse({ allocation: places(1) })
        .at(0, ...tradable(SOL), holding(SOL), scored(0, SOL))
        .at(5_000);
      expect(run.log).toEqual(['2250 SOL-USD -1000']);
    });

    it('counts a rest that an exit left behind', () => {
      const run = rehearse({ allocation: places(1) })
        .at(0, ...tradable(BTC, ETH), scored(90))
        .at(2_300, holding(BTC));
      run.at(3_000, scored(50)).at(5_250).every(250, 5_500, 9_000, scored(95, ETH));
      expect(run.log).toEqual(['2250 BTC-USD 1000', '5250 BTC-USD 0']);
      expect(run.at(9_000, nothing).at(12_000).log.at(-1)).toBe('11250 ETH-USD 1000');
    });

    it('counts open orders', () => {
      const run = rehearse({ allocation: places(1) }).at(0, ...tradable(BTC, ETH), ordering(ETH), scored(90));
      expect(run.every(250, 250, 9_000, scored(90)).log).toEqual([]);
    });

    it('confirms on when a place that the account took is free again in time', () => {
      const run = rehearse({ allocation: places(1) }).at(0, ...tradable(BTC), scored(90));
      run.at(500, holding(SOL)).at(1_500, nothing).every(250, 1_500, 9_000, scored(90));
      expect(run.log).toEqual(['2250 BTC-USD 1000']);
    });

    it('gives up an entry under confirmation when the account meanwhile fills the last place', () => {
      const run = rehearse({ allocation: places(1) })
        .at(0, ...tradable(BTC), scored(90))
        .at(2_240, holding(SOL));
      expect(run.every(250, 2_500, 9_000, scored(90)).log).toEqual([]);
    });
  });
});
