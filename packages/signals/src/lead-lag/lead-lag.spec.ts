import { marketId, unixMs, type BookUpdate, type MarketId, type ProcessedData, type ProcessedMarketData, type SignalEngine, type SignalScore } from '@perpstream/core'; // prettier-ignore
import { barClosed, bookUpdate, BTC, dataQuality, ETH, marketWalk, randomNumbers, replayEvents, signalContract, tradeFlow, type SignalSubject } from '@perpstream/testing'; // prettier-ignore
import { filter, from, mergeMap } from 'rxjs';
import { leadLag, leadLagDefaults, type LeadLagOptions } from './lead-lag';

const SOL = marketId('SOL-USD');
const options = { moveHalfLifeMs: 250, horizonMs: 1_000, normHalfLifeMs: 60_000, price: 'mid' } as const;

function bookAt(receivedMs: number, midUsd: number, id: MarketId = SOL): BookUpdate {
  const bids = [[midUsd * 0.9999, 1]] as const;
  return bookUpdate({ marketId: id, receivedMs: unixMs(receivedMs), bids, asks: [[midUsd * 1.0001, 1]] });
}

type Course = { readonly follows?: number; readonly count?: number; readonly seed?: number; readonly factor?: number };

/** Bitcoin moves each second; a second later the other one makes a share of that move and some of its own. */
function following({ follows = 0.8, count = 300, seed = 5, factor = 1 }: Course = {}): BookUpdate[] {
  const random = randomNumbers(seed);
  const step = (): number => 1e-3 * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  let [leader, follower, before] = [0, 0, 0];
  return Array.from({ length: count }, (_, second) => {
    follower += follows * before + 0.5 * step();
    leader += before = step();
    const leads = bookAt(second * 1_000, 60_000 * factor * Math.exp(leader), BTC);
    return [leads, bookAt(second * 1_000, 150 * factor * Math.exp(follower))];
  }).flat();
}

function outputsOf(events: readonly ProcessedMarketData[], given: LeadLagOptions = options): readonly SignalScore[] {
  return replayEvents(events, () => leadLag({ leaders: [BTC], ...given })).outputs;
}

const scoresOf = (events: readonly ProcessedMarketData[], given?: LeadLagOptions): number[] =>
  outputsOf(events, given).map(({ score }) => score ?? NaN);

const endMs = 299_000;
const bitcoin = following().findLast((event) => event.marketId === BTC)!;
const bitcoinUsd = (bitcoin.top.bidPriceUsd + bitcoin.top.askPriceUsd) / 2;
const solana = following().findLast((event) => event.marketId === SOL)!;
const solanaUsd = (solana.top.bidPriceUsd + solana.top.askPriceUsd) / 2;

/** What is said of Solana after Bitcoin moved by so many bps, and Solana did not. */
function scoreAfterMove(bps: number, history = following(), afterMs = 1_000): number {
  const moved = bookAt(endMs + 1_000, bitcoinUsd * (1 + bps / 10_000), BTC);
  const later = bookAt(endMs + afterMs, solanaUsd);
  return scoresOf([...history, moved, later]).at(-1)!;
}

/** Each book also comes as one of a leader of its own, before it; only the scores of the follower are looked at. */
function withLeader(engine: SignalEngine): SignalEngine {
  const LEADER = marketId('LEADER-USD');
  const led = (event: ProcessedData): ProcessedData[] =>
    'marketId' in event ? [{ ...event, marketId: LEADER }, event] : [event];
  return (source$) =>
    source$.pipe(
      mergeMap((event) => from(led(event))),
      engine,
      filter(({ marketId: scored }) => scored !== LEADER),
    );
}

describe('leadLag keeps the signal contract', () => {
  const subject: SignalSubject = {
    name: 'leadLag',
    // Alternating moves follow each other strongly enough for a score.
    create: () => withLeader(leadLag({ ...options, leaders: ['LEADER-USD'], significance: 0.01, warmUpMs: 5_000 })),
    warmUpMs: 5_000,
    events: marketWalk({ seed: 5, books: 80 }),
    divergentEvent: bookAt(0, 150),
  };
  // All markets of the contract have one leader here, which is what leads them all: they are not apart.
  const promises = signalContract.filter(({ promise }) => promise !== 'does not let markets leak into each other');

  it.each(promises.map(({ promise, verify }) => [promise, verify] as const))('%s', (_, verify) => {
    verify(subject);
  });
});

describe('leadLag', () => {
  it('is above 50 after the leader rose and below 50 after it fell, before the market follows', () => {
    expect(scoreAfterMove(20)).toBeGreaterThan(85);
    expect(scoreAfterMove(-20)).toBeLessThan(15);
    // What is left of the move of the second before.
    expect(scoreAfterMove(0)).toBeGreaterThan(30);
    expect(scoreAfterMove(0)).toBeLessThan(70);
  });

  it('rises with the move of the leader', () => {
    const scores = [-30, -10, -3, 0, 3, 10, 30].map((bps) => scoreAfterMove(bps));
    expect([...scores].sort((a, b) => a - b)).toEqual(scores);
  });

  it('goes against the leader where the market does', () => {
    expect(scoreAfterMove(20, following({ follows: -0.8 }))).toBeLessThan(20);
  });

  it('says 50 of a market that does not follow', () => {
    const apart = [1, 2, 3, 4, 5].flatMap((seed) =>
      scoresOf(following({ follows: 0, seed }), { ...options, significance: 4 }),
    );
    expect(apart.length).toBeGreaterThan(1_000);
    expect(new Set(apart)).toEqual(new Set([50]));
  });

  it('says which way the market goes next', () => {
    const history = following({ count: 2_000 });
    const mids = new Map(history.filter((event) => event.marketId === SOL).map(({ receivedMs, top }) => [receivedMs, top.bidPriceUsd])); // prettier-ignore
    const right = outputsOf(history).filter(({ receivedMs, score = 50 }) => {
      const [now, next] = [mids.get(receivedMs)!, mids.get(unixMs(receivedMs + 1_000)) ?? NaN];
      return score > 50 === next > now;
    });
    expect(right.length / outputsOf(history).length).toBeGreaterThan(0.75);
  });

  it('fades to 50 when the leader falls silent', () => {
    const [now, soon, later] = [1_000, 1_500, 10_000].map((afterMs) => scoreAfterMove(20, following(), afterMs));
    expect(now! - soon!).toBeGreaterThan(1);
    expect(soon).toBeGreaterThan(60);
    expect(later).toBeCloseTo(50, 3);
  });

  it('does not depend on price levels', () => {
    const [low, high] = [following({ factor: 1e-6 }), following({ factor: 1e3 })].map((history) => scoresOf(history));
    low!.forEach((score, index) => expect(high![index]).toBeCloseTo(score, 4));
  });

  it('gives a leader a score by the other leaders alone', () => {
    const alone = outputsOf(following());
    expect(new Set(alone.map(({ marketId: id }) => id))).toEqual(new Set([SOL]));
    const events = following().map((event) => (event.marketId === SOL ? { ...event, marketId: ETH } : event));
    const both = outputsOf(events, { ...options, leaders: [BTC, ETH] });
    expect(new Set(both.map(({ marketId: id }) => id))).toEqual(new Set([BTC, ETH]));
    const ofEther = both.filter(({ marketId: id }) => id === ETH).map(({ score }) => score);
    expect(ofEther).toEqual(alone.map(({ score }) => score));
  });

  it('does not let one follower change the score of another', () => {
    const events = following();
    const other = events
      .filter(({ marketId: id }) => id === SOL)
      .map((event) => ({ ...event, marketId: marketId('X-USD') }));
    const together = [...events, ...other].sort((a, b) => a.receivedMs - b.receivedMs);
    expect(outputsOf(together).filter(({ marketId: id }) => id === SOL)).toEqual(outputsOf(events));
  });

  it('is silent until pairs cover the warm-up: two horizons more than that', () => {
    const [first] = outputsOf(following({ count: 40 }), { ...options, warmUpMs: 20_000 });
    expect(first?.receivedMs).toBe(22_000 - 1_000);
  });

  it('is silent without a leader', () => {
    expect(scoresOf(following().filter((event) => event.marketId === SOL))).toEqual([]);
  });

  describe('when the leader is interrupted', () => {
    const lost = dataQuality({ marketId: BTC, level: 'syncing', receivedMs: unixMs(endMs + 100) });
    const books = [1, 2, 3, 4, 5, 6].map((second) => bookAt(endMs + 1_000 * second, solanaUsd));

    it('withdraws the score of a follower at its next event, once', () => {
      const said = outputsOf([...following(), lost, ...books]).filter(({ receivedMs }) => receivedMs > endMs);
      expect(said.map(({ receivedMs, score }) => [receivedMs, score])).toEqual([[endMs + 1_000, undefined]]);
    });

    it('speaks again, without another warm-up, once the leader was watched for a horizon', () => {
      const back = books.map(({ receivedMs }) => bookAt(receivedMs, bitcoinUsd, BTC));
      const live = books.flatMap((book, index) => [back[index]!, book]);
      const said = outputsOf([...following(), lost, ...live]).filter(({ marketId: id, receivedMs }) => id === SOL && receivedMs > endMs); // prettier-ignore
      expect(said.map(({ score }) => score)).toEqual([undefined, 50, 50, 50, 50, 50]);
    });

    it('stays with the other leaders', () => {
      const events = following().flatMap((event) =>
        event.marketId === BTC ? [event, { ...event, marketId: ETH }] : [event],
      );
      const ether = books.map(({ receivedMs }) => bookAt(receivedMs, bitcoinUsd, ETH));
      const live = books.flatMap((book, index) => [ether[index]!, book]);
      const said = outputsOf([...events, lost, ...live], { ...options, leaders: [BTC, ETH] });
      const ofSolana = said.filter(({ marketId: id, receivedMs }) => id === SOL && receivedMs > endMs);
      expect(ofSolana.every(({ score }) => score !== undefined)).toBe(true);
      expect(ofSolana).toHaveLength(books.length);
    });
  });

  it('reads bars alone, with a horizon of one by default', () => {
    const bars = following().map((event, index): ProcessedMarketData => {
      const receivedMs = unixMs((1 + Math.floor(index / 2)) * 60_000);
      const { bidPriceUsd: closeUsd } = event.top;
      return barClosed({ marketId: event.marketId, receivedMs, bar: { ...barClosed().bar, closeUsd } });
    });
    const said = outputsOf(bars, { price: { barMs: 60_000 } });
    expect(said[0]?.receivedMs).toBe((1 + 120 + 2 - 1) * 60_000);
    expect(Math.max(...said.map(({ score }) => score ?? NaN))).toBeGreaterThan(80);
  });

  it('passes over events without a price', () => {
    const flow = tradeFlow({ marketId: SOL, receivedMs: unixMs(endMs) });
    expect(outputsOf([...following(), flow])).toEqual(outputsOf(following()));
  });

  it('takes another name', () => {
    expect(outputsOf(following(), { ...options, name: 'echo' })[0]?.signal).toBe('echo');
  });

  it('has plain data as defaults', () => {
    expect(JSON.parse(JSON.stringify(leadLagDefaults))).toEqual(leadLagDefaults);
  });

  it.each<[LeadLagOptions, string]>([
    [{ leaders: [] }, 'leaders must have at least one market, had 0'],
    [{ leaders: ['BTC USD'] }, 'a market needs a ticker without spaces'],
    [{ moveHalfLifeMs: 0 }, 'moveHalfLifeMs must be a finite number > 0, was 0'],
    [{ horizonMs: -1 }, 'horizonMs must be a finite number > 0, was -1'],
    [{ normHalfLifeMs: Infinity }, 'normHalfLifeMs must be a finite number > 0, was Infinity'],
    [{ significance: 0 }, 'significance must be a finite number > 0, was 0'],
    [{ scale: NaN }, 'scale must be a finite number > 0, was NaN'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ price: 'last' as 'mid' }, 'price must be one of micro, mid, { barMs }, was last'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => leadLag(wrong)).toThrow(message);
    expect(() => leadLag(wrong)).toThrow(RangeError);
  });
});
