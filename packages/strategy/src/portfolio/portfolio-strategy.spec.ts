import { marketId, type MarketId, type QualityLevel, type StrategyInput } from '@perpstream/core';
import { BTC, ETH, bookUpdate, dataQuality, marketContext, signalScores } from '@perpstream/testing';
import { followMomentum, places, type FollowOptions } from '../../fixtures/follow-momentum';
import { Rehearsal } from '../../fixtures/rehearsal';

const SOL = marketId('SOL-USD');

/** Convictions 0.8, 0.98, 0.4, 0.04 and -0.8. */
const rising = { momentum: 90 };
const strong = { momentum: 99 };
const fading = { momentum: 70 };
const calm = { momentum: 52 };
const falling = { momentum: 10 };

const near = (value: number): number => expect.closeTo(value, 12) as number;

const scored = (scores: Record<string, number>, market: MarketId = BTC) => signalScores(scores, { marketId: market });
const quality = (level: QualityLevel, market: MarketId = BTC) => dataQuality({ marketId: market, level });
const narrowBook = (market: MarketId = BTC) =>
  bookUpdate({ marketId: market, bids: [[9_999, 1]], asks: [[10_001, 1]] });

const tradable = (...markets: MarketId[]): StrategyInput[] =>
  markets.flatMap((market) => [quality('live', market), marketContext({ marketId: market }), narrowBook(market)]);

function rehearse({ hysteresis, ...options }: FollowOptions = {}): Rehearsal {
  return new Rehearsal((scheduler) =>
    followMomentum({ scheduler, hysteresis: { minHoldMs: 0, coolDownMs: 0, ...hysteresis }, ...options }),
  );
}

describe('portfolioStrategy', () => {
  describe('entering', () => {
    it('decides a long once it was wanted for the time of confirmation', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC))
        .at(1_000, scored(rising));
      // 1,000 + a sample of 250 + a confirmation of 2,000; the sample at 250 saw no scores.
      expect(run.at(3_249).log).toEqual([]);
      expect(run.at(3_250).log).toEqual(['3250 BTC-USD 1000']);
    });

    it('decides a short of the same size for falling scores', () => {
      const run = rehearse({ allocation: { maxPositionUsd: 250 } }).at(0, ...tradable(BTC), scored(falling));
      expect(run.at(5_000).log).toEqual(['2250 BTC-USD -250']);
    });

    it('states every score, the rules and the latest scores it rests on', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC), scored(rising))
        .at(2_000, scored(strong))
        .at(3_000);
      expect(run.decisions).toEqual([
        {
          kind: 'target',
          strategy: 'follow',
          decision: 0,
          marketId: BTC,
          receivedMs: 2_000,
          cause: 5,
          confidence: near(0.98),
          targetNotionalUsd: 1_000,
          reasons: [
            { name: 'momentum', value: 99 },
            { name: 'enter-conviction', value: near(0.98), bound: 0.6 },
            { name: 'max-ideas', value: 1, bound: 3 },
            { name: 'equal-size-usd', value: 1_000 },
          ],
        },
      ]);
    });

    it('decides once, however often the same scores come', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC))
        .every(100, 0, 60_000, scored(rising));
      expect(run.log).toEqual(['2250 BTC-USD 1000']);
    });

    it('starts the confirmation anew when the confidence fell below the bound in between', () => {
      const run = rehearse().at(0, ...tradable(BTC), scored(rising));
      run.at(1_500, scored(fading)).at(2_000, scored(rising));
      expect(run.at(4_249).log).toEqual([]);
      expect(run.at(4_250).log).toEqual(['4250 BTC-USD 1000']);
    });

    it('does not notice what comes and goes between two samples', () => {
      const run = rehearse().at(0, ...tradable(BTC), scored(rising));
      run.at(1_010, scored(calm)).at(1_200, scored(rising));
      expect(run.at(5_000).log).toEqual(['2250 BTC-USD 1000']);
    });

    it('does not decide what no longer holds at the moment of confirmation, and confirms it anew when it returns', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC), scored(rising))
        .at(2_240, scored(calm))
        .at(2_260, scored(rising));
      expect(run.at(4_489).log).toEqual([]);
      expect(run.at(4_490).log).toEqual(['4490 BTC-USD 1000']);
    });

    it.each<[string, Record<string, number>]>([
      ['no scores', {}],
      ['its score missing', { bookImbalance: 99, volume: 99 }],
    ])('wants nothing with %s', (_name, scores) => {
      expect(
        rehearse()
          .at(0, ...tradable(BTC), scored(scores))
          .at(10_000).log,
      ).toEqual([]);
    });

    it.each<[string, StrategyInput]>([
      ['not active', marketContext({ status: 'CANCEL_ONLY' })],
      ['too wide', bookUpdate({ bids: [[99, 1]], asks: [[101, 1]] })],
    ])('wants nothing of a market that is %s', (_name, condition) => {
      expect(
        rehearse()
          .at(0, ...tradable(BTC), condition, scored(rising))
          .at(10_000).log,
      ).toEqual([]);
    });

    it('wants nothing of a market of which only scores are known', () => {
      expect(rehearse().at(0, scored(rising)).at(10_000).log).toEqual([]);
    });
  });

  describe('leaving', () => {
    const inLong = (options = {}) =>
      rehearse(options)
        .at(0, ...tradable(BTC), scored(rising))
        .at(2_250);

    it('keeps a position between the two bounds', () => {
      expect(inLong().every(1_000, 3_000, 60_000, scored(fading)).log).toEqual(['2250 BTC-USD 1000']);
    });

    it('decides 0 below the lower bound, with what is left of the confidence', () => {
      const run = inLong().at(3_000, scored(calm)).at(6_000);
      expect(run.log).toEqual(['2250 BTC-USD 1000', '5250 BTC-USD 0']);
      expect(run.decisions[1]).toMatchObject({ decision: 1, confidence: near(0.04), receivedMs: 3_000 });
      expect(run.decisions[1]!.reasons.at(-1)).toEqual({
        name: 'exit-conviction',
        value: near(0.04),
        bound: 0.2,
      });
    });

    it('keeps a position whose scores recover before the exit is confirmed', () => {
      const run = inLong().at(3_000, scored(calm)).at(4_000, scored(rising)).at(20_000);
      expect(run.log).toEqual(['2250 BTC-USD 1000']);
    });

    it('turns a long into a short by one decision when the short reaches the upper bound', () => {
      const run = inLong().at(3_000, scored(falling)).at(6_000);
      expect(run.log).toEqual(['2250 BTC-USD 1000', '5250 BTC-USD -1000']);
      expect(run.decisions[1]!.reasons).toEqual([
        { name: 'momentum', value: 10 },
        { name: 'exit-conviction', value: near(-0.8), bound: 0.2 },
        { name: 'enter-conviction', value: near(0.8), bound: 0.6 },
        { name: 'max-ideas', value: 1, bound: 3 },
        { name: 'equal-size-usd', value: 1_000 },
      ]);
    });

    it('leaves instead of turning in a market that takes no new exposure', () => {
      const run = inLong()
        .at(3_000, marketContext({ status: 'POST_ONLY' }), scored(falling))
        .at(6_000);
      expect(run.log).toEqual(['2250 BTC-USD 1000', '5250 BTC-USD 0']);
      expect(run.decisions[1]!.reasons.map(({ name }) => name)).toEqual(['momentum', 'exit-conviction']);
    });

    it('keeps a position while its scores are withdrawn, and decides on the first that come back', () => {
      const run = inLong()
        .at(3_000, scored({}))
        .every(500, 3_500, 20_000, scored({ trend: 1 }));
      expect(run.log).toEqual(['2250 BTC-USD 1000']);
      expect(run.at(20_000, scored(calm)).at(23_000).log.slice(1)).toEqual(['22250 BTC-USD 0']);
    });
  });

  describe('rest', () => {
    it('holds a position for the minimum time, then leaves when that is still wanted', () => {
      const run = rehearse({ hysteresis: { minHoldMs: 10_000 } })
        .at(0, ...tradable(BTC), scored(rising))
        .at(2_250);
      run.every(250, 2_500, 20_000, scored(calm));
      // Decided at 2,250, held until 12,250, then confirmed; the sample that sees it runs at 12,250 already.
      expect(run.log).toEqual(['2250 BTC-USD 1000', '14250 BTC-USD 0']);
    });

    it('does not turn a position within the minimum time', () => {
      const run = rehearse({ hysteresis: { minHoldMs: 10_000 } })
        .at(0, ...tradable(BTC), scored(rising))
        .at(2_250);
      expect(run.every(250, 2_500, 12_250, scored(falling)).log).toEqual(['2250 BTC-USD 1000']);
    });

    it('does not enter a market again before it cooled down', () => {
      const run = rehearse({ hysteresis: { coolDownMs: 30_000 } })
        .at(0, ...tradable(BTC), scored(rising))
        .at(2_250);
      run.at(2_500, scored(calm)).at(4_750).every(250, 5_000, 60_000, scored(rising));
      expect(run.log).toEqual(['2250 BTC-USD 1000', '4750 BTC-USD 0', '36750 BTC-USD 1000']);
    });
  });

  describe('places', () => {
    it('gives them to the best markets of all, best first', () => {
      const run = rehearse({ allocation: places(2) }).at(0, ...tradable(BTC, ETH, SOL));
      run.at(500, scored(rising, BTC), scored(strong, ETH), scored(falling, SOL)).at(5_000);
      expect(run.log).toEqual(['2750 ETH-USD 1000', '2750 BTC-USD 1000']);
    });

    it('counts entries that are being confirmed', () => {
      const run = rehearse({ allocation: places(1) }).at(0, ...tradable(BTC, ETH), scored(rising, BTC));
      expect(run.at(1_000, scored(strong, ETH)).at(10_000).log).toEqual(['2250 BTC-USD 1000']);
    });

    it('does not churn when the order of two candidates changes all the time', () => {
      const run = rehearse({ allocation: places(1) }).at(0, ...tradable(BTC, ETH), scored(rising, BTC));
      for (let nowMs = 500; nowMs < 20_000; nowMs += 1_000) {
        run
          .at(nowMs, scored(rising, BTC), scored(strong, ETH))
          .at(nowMs + 500, scored(strong, BTC), scored(rising, ETH));
      }
      expect(run.log).toEqual(['2250 BTC-USD 1000']);
    });

    it('frees the place of a wish that is given up before it is confirmed', () => {
      const run = rehearse({ allocation: places(1) }).at(
        0,
        ...tradable(BTC, ETH),
        scored(strong, BTC),
        scored(rising, ETH),
      );
      expect(run.at(1_000, scored(calm, BTC)).at(10_000).log).toEqual(['3250 ETH-USD 1000']);
    });

    it('frees a place with the decision to leave, not with the wish', () => {
      const run = rehearse({ allocation: places(1) })
        .at(0, ...tradable(BTC, ETH), scored(strong, BTC))
        .at(2_250);
      run.at(3_000, scored(calm, BTC)).every(250, 3_000, 12_000, scored(rising, ETH));
      expect(run.log).toEqual(['2250 BTC-USD 1000', '5250 BTC-USD 0', '7250 ETH-USD 1000']);
    });

    it('keeps the place of a position that turns', () => {
      const run = rehearse({ allocation: places(1) })
        .at(0, ...tradable(BTC, ETH), scored(rising, BTC))
        .at(2_250);
      run.at(3_000, scored(falling, BTC), scored(strong, ETH)).at(10_000);
      expect(run.log).toEqual(['2250 BTC-USD 1000', '5250 BTC-USD -1000']);
    });

    it('confirms each market on its own while the scores of both keep coming', () => {
      const run = rehearse().at(0, ...tradable(BTC, ETH), scored(rising, BTC));
      run.every(100, 100, 1_000, scored(calm, ETH), scored(rising, BTC)).at(1_000, scored(falling, ETH));
      // Samples at 250, 550, 850 and 1,150: each starts with the first input after the one before.
      expect(run.at(10_000).log).toEqual(['2250 BTC-USD 1000', '3150 ETH-USD -1000']);
    });
  });

  describe('data quality', () => {
    it.each(['stale', 'dirty', 'syncing'] as const)(
      'R25: drops a wish when the data become %s before it is confirmed',
      (level) => {
        const run = rehearse()
          .at(0, ...tradable(BTC), scored(rising))
          .at(2_240, quality(level));
        expect(run.every(100, 2_250, 10_000, scored(strong)).log).toEqual([]);
      },
    );

    it('confirms anew after the data came back, on scores from after the interruption', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC), scored(rising))
        .at(1_000, quality('stale'));
      expect(run.at(1_100, quality('live'), narrowBook()).at(5_000).log).toEqual([]);
      expect(run.at(5_000, scored(rising)).at(10_000).log).toEqual(['7250 BTC-USD 1000']);
    });

    it('confirms anew even after an interruption that no sample saw', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC), scored(rising))
        .at(1_010, quality('stale'));
      run.at(1_020, quality('live'), narrowBook(), scored(rising));
      expect(run.at(10_000).log).toEqual(['3260 BTC-USD 1000']);
    });

    it('asks for a book from after the interruption too', () => {
      const run = rehearse().at(0, ...tradable(BTC), quality('syncing'), quality('live'), scored(rising));
      expect(run.at(5_000).log).toEqual([]);
      expect(run.at(5_000, narrowBook(), scored(rising)).at(10_000).log).toEqual(['7250 BTC-USD 1000']);
    });

    it('decides nothing about a position on stale data, and leaves when live data say so', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC), scored(rising))
        .at(2_250)
        .at(3_000, quality('stale'));
      run.every(500, 3_500, 10_000, scored(calm));
      expect(run.log).toEqual(['2250 BTC-USD 1000']);
      expect(run.at(10_000, quality('live'), scored(calm)).at(13_000).log.slice(1)).toEqual(['12250 BTC-USD 0']);
    });

    it('drops the wish to leave when the data become stale before it is confirmed', () => {
      const run = rehearse()
        .at(0, ...tradable(BTC), scored(rising))
        .at(2_250)
        .at(3_000, scored(calm));
      expect(run.at(5_200, quality('stale')).at(20_000).log).toEqual(['2250 BTC-USD 1000']);
    });

    it('keeps a stale market from touching the others', () => {
      const run = rehearse().at(0, ...tradable(BTC, ETH), scored(rising, BTC), scored(rising, ETH));
      expect(run.at(1_000, quality('stale', BTC)).at(10_000).log).toEqual(['2250 ETH-USD 1000']);
    });
  });
});
