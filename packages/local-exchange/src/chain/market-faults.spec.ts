import { createHash } from 'node:crypto';
import { SIMULATED_ACCOUNTS } from '../accounts/simulated-accounts';
import type { MarketFault } from '../faults/exchange-fault';
import type { ChannelUpdate } from '../venue/channel-update';
import type { IndexerMarket } from '../venue/indexer-shapes';
import { VenueState } from '../venue/venue-state';
import { DEFAULT_MARKETS } from './default-markets';
import { agendaOf, type MarketPlan } from './market-agenda';
import { Simulation } from './simulation';

jest.setTimeout(30_000);

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-03-01T00:59:00.000Z');
const TICKERS = ['BTC-USD', 'ETH-USD', 'SOL-USD'] as const;

type Seen = { readonly ms: number; readonly update: ChannelUpdate };

/** Three markets that have traded for half a minute when time is 0. */
class Stage {
  readonly state: VenueState = new VenueState();
  readonly seen: Seen[] = [];
  readonly simulation: Simulation;
  readonly beganMs: number;

  constructor(seed = 5, plan: MarketPlan = {}) {
    this.simulation = new Simulation({
      ...{ seed, markets: DEFAULT_MARKETS.slice(0, 3), blockMs: 1_000, startMs: START, state: this.state },
      agenda: agendaOf(plan, START + 30_000),
    });
    this.simulation.advance(START + 30_000, () => undefined);
    this.beganMs = this.simulation.nowMs;
  }

  begin(fault: MarketFault, atMs: number): this {
    this.simulation.begin(fault, this.beganMs + atMs);
    return this;
  }

  runTo(ms: number, stepMs = 500): this {
    for (let toMs = this.nowMs + stepMs; toMs < ms; toMs += stepMs) this.#advance(toMs);
    return this.#advance(ms);
  }

  get nowMs(): number {
    return this.simulation.nowMs - this.beganMs;
  }

  mid(ticker: string): number {
    const { bids, asks } = this.state.book(ticker);
    return (Number(bids[0]?.price) + Number(asks[0]?.price)) / 2;
  }

  oracle(ticker: string): number {
    return Number(this.state.markets().get(ticker)!['oraclePrice']);
  }

  fact(ticker: string, name: string): string | number | null | undefined {
    return this.state.markets().get(ticker)![name];
  }

  /** Worth in USD of all that rests in a book. */
  depthUsd(ticker: string): number {
    const { bids, asks } = this.state.fullBook(ticker);
    return [...bids, ...asks].reduce((sum, { price, size }) => sum + Number(price) * Number(size), 0);
  }

  updates<C extends ChannelUpdate['channel']>(channel: C, id?: string): (Seen & { update: { channel: C } })[] {
    return this.seen.filter(
      (one): one is Seen & { update: Extract<ChannelUpdate, { channel: C }> } =>
        one.update.channel === channel && (id === undefined || one.update.id === id),
    );
  }

  /** When v4_markets first told a market's trading for which something holds. */
  toldMs(ticker: string, isMeant: (market: IndexerMarket) => boolean): number | undefined {
    return this.seen.find(({ update }) => {
      const market = update.channel === 'v4_markets' ? update.contents.trading?.[ticker] : undefined;
      return market !== undefined && isMeant(market);
    })?.ms;
  }

  oracleTimes(ticker: string): number[] {
    return this.seen.flatMap(({ ms, update }) =>
      update.channel === 'v4_markets' && update.contents.oraclePrices?.[ticker] !== undefined ? [ms] : [],
    );
  }

  #advance(toMs: number): this {
    this.simulation.advance(this.beganMs + toMs, (update) =>
      this.seen.push({ ms: this.simulation.nowMs - this.beganMs, update }),
    );
    return this;
  }
}

function hash(stage: Stage, ticker?: string): string {
  const told = stage.seen.filter(({ update }) => ticker === undefined || update.id === ticker);
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}

describe('price-move', () => {
  it.each([
    ['down 30 % in 60 s', -0.3, 60_000],
    ['down 30 % in 10 s', -0.3, 10_000],
    ['up 50 % in 10 s', 0.5, 10_000],
  ])('takes oracle and book along: %s', (_name, by, overMs) => {
    const stage = new Stage();
    const before = TICKERS.map((ticker) => stage.mid(ticker));
    stage.begin({ kind: 'price-move', by, overMs }, 0);
    const path = (at: number, ms: number): number => before[at]! * (1 + by) ** Math.min(1, ms / overMs);
    let roundsWithoutSide = 0;
    for (let ms = 100; ms <= overMs; ms += 100) {
      stage.runTo(ms);
      TICKERS.forEach((ticker, at) => {
        const mid = stage.mid(ticker);
        if (Number.isNaN(mid)) roundsWithoutSide += 1;
        else expect(Math.abs(mid / path(at, ms) - 1)).toBeLessThan(0.02);
        expect(Math.abs(stage.oracle(ticker) / path(at, ms) - 1)).toBeLessThan(0.1);
      });
    }
    expect(roundsWithoutSide).toBeLessThan(3);
    // The end of the path is known to the oracle with the block after it.
    TICKERS.forEach((ticker, at) => {
      expect(Math.abs(stage.oracle(ticker) / path(at, overMs) - 1)).toBeLessThan(0.05);
    });
    stage.runTo(overMs + 2_500);
    TICKERS.forEach((ticker, at) => {
      const end = before[at]! * (1 + by);
      expect(Math.abs(stage.mid(ticker) / end - 1)).toBeLessThan(0.02);
      expect(Math.abs(stage.oracle(ticker) / end - 1)).toBeLessThan(0.02);
    });
  });

  it('is even in the logarithm: half of the time is the root of the move', () => {
    const stage = new Stage();
    const before = stage.mid('BTC-USD');
    stage.begin({ kind: 'price-move', market: 'BTC-USD', by: -0.36, overMs: 20_000 }, 0).runTo(10_000);
    expect(stage.mid('BTC-USD') / before).toBeCloseTo(0.8, 1);
    expect(Math.abs(stage.mid('BTC-USD') / before - 0.8)).toBeLessThan(0.015);
  });

  it('is there to stay', () => {
    const stage = new Stage();
    const before = stage.mid('ETH-USD');
    stage.begin({ kind: 'price-move', market: 'ETH-USD', by: 0.2, overMs: 5_000 }, 0).runTo(10 * 60_000, 60_000);
    expect(Math.abs(stage.mid('ETH-USD') / before / 1.2 - 1)).toBeLessThan(0.05);
  });

  it('is sold into: takers sell far more than they buy while it falls', () => {
    const stage = new Stage()
      .begin({ kind: 'price-move', market: 'BTC-USD', by: -0.1, overMs: 20_000 }, 0)
      .runTo(20_000);
    const trades = stage.updates('v4_trades', 'BTC-USD').flatMap(({ update }) => {
      return update.channel === 'v4_trades' ? update.contents.trades : [];
    });
    const sold = trades.filter(({ side }) => side === 'SELL').length;
    expect(sold).toBeGreaterThan(2 * (trades.length - sold));
  });

  it('leaves other markets alone, to the last digit', () => {
    const calm = new Stage().runTo(20_000);
    const moved = new Stage()
      .begin({ kind: 'price-move', market: 'SOL-USD', by: 0.3, overMs: 5_000 }, 1_000)
      .runTo(20_000);
    for (const ticker of ['BTC-USD', 'ETH-USD']) expect(hash(moved, ticker)).toBe(hash(calm, ticker));
    expect(hash(moved, 'SOL-USD')).not.toBe(hash(calm, 'SOL-USD'));
  });

  it('adds up with one that comes before it has ended', () => {
    const stage = new Stage();
    const before = stage.mid('BTC-USD');
    stage
      .begin({ kind: 'price-move', by: 0.2, overMs: 10_000 }, 0)
      .begin({ kind: 'price-move', by: -0.3, overMs: 10_000 }, 5_000);
    stage.runTo(20_000);
    expect(Math.abs(stage.mid('BTC-USD') / before / (1.2 * 0.7) - 1)).toBeLessThan(0.02);
  });

  it('can be a jump: within a second the book is there, with the next blocks the oracle', () => {
    const stage = new Stage();
    const before = stage.mid('BTC-USD');
    stage.begin({ kind: 'price-move', market: 'BTC-USD', by: -0.5, overMs: 0 }, 0).runTo(2_600);
    expect(Math.abs(stage.mid('BTC-USD') / before / 0.5 - 1)).toBeLessThan(0.02);
    expect(Math.abs(stage.oracle('BTC-USD') / before / 0.5 - 1)).toBeLessThan(0.02);
  });
});

describe('oracle-freeze', () => {
  it('keeps the oracle as it is while the book goes on, then has it jump', () => {
    const stage = new Stage().begin({ kind: 'oracle-freeze', market: 'BTC-USD', forMs: 20_000 }, 1_000);
    stage.begin({ kind: 'price-move', by: -0.2, overMs: 10_000 }, 5_000).runTo(20_900);
    const [frozen, mid] = [stage.oracle('BTC-USD'), stage.mid('BTC-USD')];
    expect(mid / frozen).toBeLessThan(0.83);
    expect(stage.oracleTimes('BTC-USD').filter((ms) => ms >= 1_000)).toEqual([]);
    expect(stage.oracleTimes('ETH-USD').filter((ms) => ms >= 1_000).length).toBeGreaterThan(5);
    expect(Number(stage.fact('BTC-USD', 'nextFundingRate'))).toBeLessThan(0);
    stage.runTo(24_000);
    const [jumpMs] = stage.oracleTimes('BTC-USD').filter((ms) => ms >= 1_000);
    expect(jumpMs).toBeGreaterThanOrEqual(21_000);
    expect(Math.abs(stage.oracle('BTC-USD') / stage.mid('BTC-USD') - 1)).toBeLessThan(0.01);
  });
});

describe('funding-rate', () => {
  const forced = (market: IndexerMarket): boolean => market['nextFundingRate'] === '0.001';

  it('is told at once, is what the hour that ends meanwhile is settled at, and is free again afterwards', () => {
    const stage = new Stage().begin({ kind: 'funding-rate', market: 'BTC-USD', rate: 0.001, forMs: 40_000 }, 5_000);
    stage.runTo(44_000);
    expect(stage.toldMs('BTC-USD', forced)).toBe(5_000);
    expect(stage.fact('BTC-USD', 'nextFundingRate')).toBe('0.001');
    const hourMs = Math.ceil(START / HOUR_MS) * HOUR_MS;
    const [hour] = stage.state.funding('BTC-USD');
    expect(hour).toMatchObject({ ticker: 'BTC-USD', rate: '0.001' });
    expect(Date.parse(hour!.effectiveAt)).toBeGreaterThanOrEqual(hourMs);
    expect(Date.parse(hour!.effectiveAt)).toBeLessThan(hourMs + 2_500);
    expect(Math.abs(Number(stage.state.funding('ETH-USD')[0]!.rate))).toBeLessThan(0.0005);
    stage.runTo(45_100);
    expect(Math.abs(Number(stage.fact('BTC-USD', 'nextFundingRate')))).toBeLessThan(0.0005);
  });

  it('gives way to a later one for good', () => {
    const stage = new Stage().begin({ kind: 'funding-rate', market: 'BTC-USD', rate: 0.001, forMs: 60_000 }, 0);
    stage.begin({ kind: 'funding-rate', market: 'BTC-USD', rate: -0.002, forMs: 5_000 }, 10_000).runTo(12_000);
    expect(stage.fact('BTC-USD', 'nextFundingRate')).toBe('-0.002');
    stage.runTo(16_000);
    expect(Math.abs(Number(stage.fact('BTC-USD', 'nextFundingRate')))).toBeLessThan(0.0005);
    stage.begin({ kind: 'funding-rate', market: 'BTC-USD', rate: 0.003, forMs: 100_000 }, 50_000).runTo(61_000);
    expect(stage.fact('BTC-USD', 'nextFundingRate')).toBe('0.003');
  });
});

describe('open-interest', () => {
  it('is worth what it is set to by the oracle price of its beginning, and then what it would have become', () => {
    const [calm, stage] = [new Stage(), new Stage()];
    const usd = 45_000_000;
    stage.begin({ kind: 'open-interest', market: 'SOL-USD', openInterestUsd: usd, forMs: 30_000 }, 5_000).runTo(5_100);
    const base = Number(stage.fact('SOL-USD', 'openInterest'));
    expect(base * stage.oracle('SOL-USD')).toBeCloseTo(usd, -4);
    expect(stage.fact('SOL-USD', 'baseOpenInterest')).toBe(stage.fact('SOL-USD', 'openInterest'));
    stage.runTo(34_900);
    expect(Number(stage.fact('SOL-USD', 'openInterest'))).toBe(base);
    [calm, stage].forEach((one) => one.runTo(70_000));
    expect(stage.fact('SOL-USD', 'openInterest')).toBe(calm.fact('SOL-USD', 'openInterest'));
  });
});

describe('liquidity', () => {
  it.each([0.1, 5])('times %d is the depth of the book within a round, and then as usual', (factor) => {
    const stage = new Stage();
    const usualUsd = stage.depthUsd('ETH-USD');
    stage.begin({ kind: 'liquidity', market: 'ETH-USD', factor, forMs: 20_000 }, 1_000).runTo(1_100);
    expect(Math.abs(stage.depthUsd('ETH-USD') / usualUsd / factor - 1)).toBeLessThan(0.35);
    stage.runTo(20_000);
    expect(Math.abs(stage.depthUsd('ETH-USD') / usualUsd / factor - 1)).toBeLessThan(0.35);
    stage.runTo(21_200);
    expect(Math.abs(stage.depthUsd('ETH-USD') / usualUsd - 1)).toBeLessThan(0.35);
    expect(stage.mid('ETH-USD')).not.toBeNaN();
  });

  it('is for every market without one, and for the others without any', () => {
    const stage = new Stage();
    const usualUsd = TICKERS.map((ticker) => stage.depthUsd(ticker));
    stage.begin({ kind: 'liquidity', factor: 0.05, forMs: 10_000 }, 0).runTo(500);
    TICKERS.forEach((ticker, at) => expect(stage.depthUsd(ticker)).toBeLessThan(0.1 * usualUsd[at]!));
  });
});

describe('market-status', () => {
  const statusOf = (status: string) => (market: IndexerMarket) => market['status'] === status;

  it.each(['PAUSED', 'CANCEL_ONLY', 'POST_ONLY'] as const)('is %s from the next block on, then ACTIVE', (status) => {
    const stage = new Stage().begin({ kind: 'market-status', market: 'BTC-USD', status, forMs: 20_000 }, 5_000);
    stage.runTo(50_000);
    const [fromMs, toMs] = [status, 'ACTIVE'].map((name) => stage.toldMs('BTC-USD', statusOf(name))!);
    expect(fromMs! - 5_000).toBeGreaterThanOrEqual(0);
    expect(fromMs! - 5_000).toBeLessThan(2_500);
    expect(toMs! - 25_000).toBeGreaterThanOrEqual(0);
    expect(toMs! - 25_000).toBeLessThan(2_500);
    const count = (channel: 'v4_trades' | 'v4_orderbook', afterMs: number, beforeMs: number): number =>
      stage.updates(channel, 'BTC-USD').filter(({ ms }) => ms > afterMs && ms < beforeMs).length;
    expect(count('v4_trades', fromMs!, toMs!)).toBe(0);
    expect(count('v4_trades', toMs!, Infinity)).toBeGreaterThan(3);
    // In a paused market nothing happens but that orders of accounts run out.
    if (status === 'PAUSED') expect(count('v4_orderbook', fromMs!, toMs!)).toBeLessThan(5);
    else expect(count('v4_orderbook', fromMs!, toMs!)).toBeGreaterThan(20);
    expect(stage.mid('BTC-USD')).not.toBeNaN();
  });

  it('CANCEL_ONLY drains the book, POST_ONLY has makers go on', () => {
    const count = (status: 'CANCEL_ONLY' | 'POST_ONLY'): number => {
      const stage = new Stage().begin({ kind: 'market-status', market: 'BTC-USD', status, forMs: 60_000 }, 0);
      return stage.runTo(30_000).state.fullBook('BTC-USD').bids.length;
    };
    expect(count('POST_ONLY')).toBeGreaterThan(30);
    expect(count('CANCEL_ONLY')).toBeLessThan(30);
  });

  it('FINAL_SETTLEMENT empties the book and closes positions, then the market is INITIALIZING and ACTIVE again', () => {
    const stage = new Stage().runTo(60_000);
    const [{ address }] = SIMULATED_ACCOUNTS;
    stage.begin({ kind: 'market-status', market: 'BTC-USD', status: 'FINAL_SETTLEMENT', forMs: 20_000 }, 60_000);
    stage.runTo(70_000);
    expect(stage.fact('BTC-USD', 'status')).toBe('FINAL_SETTLEMENT');
    expect(stage.state.fullBook('BTC-USD')).toEqual({ bids: [], asks: [] });
    const open = stage.state.accounts.find(address, 0)!.summary().openPerpetualPositions;
    expect(Object.keys(open)).not.toContain('BTC-USD');
    stage.runTo(100_000);
    const told = ['FINAL_SETTLEMENT', 'INITIALIZING'].map((name) => stage.toldMs('BTC-USD', statusOf(name))!);
    expect(told[1]! - told[0]!).toBeGreaterThan(17_000);
    expect(stage.fact('BTC-USD', 'status')).toBe('ACTIVE');
    expect(stage.mid('BTC-USD')).not.toBeNaN();
    expect(stage.updates('v4_trades', 'BTC-USD').some(({ ms }) => ms > 95_000)).toBe(true);
  });

  it('a settled market takes no other status, and comes back all the same', () => {
    const stage = new Stage().begin(
      { kind: 'market-status', market: 'BTC-USD', status: 'FINAL_SETTLEMENT', forMs: 20_000 },
      0,
    );
    stage.begin({ kind: 'market-status', market: 'BTC-USD', status: 'PAUSED', forMs: 5_000 }, 10_000).runTo(40_000);
    expect(stage.toldMs('BTC-USD', statusOf('PAUSED'))).toBeUndefined();
    expect(stage.fact('BTC-USD', 'status')).toBe('ACTIVE');
  });

  it('does not bring a delisted market back', () => {
    const stage = new Stage(5, { delistings: [{ atMs: 10_000, ticker: 'ETH-USD' }] });
    stage.begin({ kind: 'market-status', market: 'ETH-USD', status: 'PAUSED', forMs: 10_000 }, 5_000).runTo(60_000);
    expect(stage.toldMs('ETH-USD', statusOf('ACTIVE'))).toBeUndefined();
    expect([...stage.state.markets().keys()]).toEqual(['BTC-USD', 'SOL-USD']);
  });
});

describe('halt-chain', () => {
  it('has no block for its time, while books go on; the next block commits what was matched', () => {
    const stage = new Stage().begin({ kind: 'halt-chain', forMs: 20_000 }, 5_000).runTo(40_000);
    const blocks = stage.updates('v4_block_height').map(({ ms }) => ms);
    expect(blocks.filter((ms) => ms >= 5_000 && ms < 25_000)).toEqual([]);
    expect(blocks.filter((ms) => ms >= 25_000)[0]).toBe(25_000);
    expect(blocks.filter((ms) => ms > 25_000).length).toBeGreaterThan(10);
    const during = ({ ms }: Seen): boolean => ms >= 5_000 && ms < 25_000;
    expect(stage.updates('v4_trades').some(during)).toBe(false);
    expect(stage.updates('v4_orderbook').filter(during).length).toBeGreaterThan(100);
    const first = stage.updates('v4_trades', 'BTC-USD').find(({ ms }) => ms === 25_000)!.update;
    expect(first.channel === 'v4_trades' && first.contents.trades.length).toBeGreaterThan(10);
  });

  it('takes the place of the block that was next, and of nothing else', () => {
    const blocks = new Stage().runTo(10_000).updates('v4_block_height');
    const nextMs = blocks.map(({ ms }) => ms).find((ms) => ms > 5_000 && ms % 100 > 1)!;
    const stage = new Stage().begin({ kind: 'halt-chain', forMs: 10_000 }, nextMs - 1).runTo(nextMs + 9_000);
    expect(stage.seen.filter(({ ms }) => ms === nextMs)).toEqual([]);
  });

  it('does not make a halt shorter that is under way', () => {
    const stage = new Stage().begin({ kind: 'halt-chain', forMs: 20_000 }, 1_000);
    stage.begin({ kind: 'halt-chain', forMs: 2_000 }, 5_000).runTo(30_000);
    expect(stage.updates('v4_block_height').find(({ ms }) => ms >= 1_000)!.ms).toBe(21_000);
  });
});

describe('faults of markets', () => {
  const faults: readonly [MarketFault, number][] = [
    [{ kind: 'price-move', by: -0.2, overMs: 8_000 }, 2_050],
    [{ kind: 'oracle-freeze', market: 'BTC-USD', forMs: 5_000 }, 3_000],
    [{ kind: 'funding-rate', market: 'ETH-USD', rate: -0.001, forMs: 9_000 }, 3_333],
    [{ kind: 'liquidity', factor: 0.3, forMs: 6_000 }, 4_000],
    [{ kind: 'market-status', market: 'SOL-USD', status: 'POST_ONLY', forMs: 4_000 }, 5_000],
    [{ kind: 'open-interest', market: 'SOL-USD', openInterestUsd: 3e7, forMs: 4_000 }, 5_000],
    [{ kind: 'halt-chain', forMs: 3_000 }, 10_000],
  ];
  const run = (stepMs: number, seed = 5): string => {
    const stage = new Stage(seed);
    for (const [fault, atMs] of faults) stage.begin(fault, atMs);
    return hash(stage.runTo(20_000, stepMs));
  };

  it('make the same market of the same seed, however time is cut into steps', () => {
    const first = run(50);
    expect(run(50)).toBe(first);
    expect(run(2_700)).toBe(first);
    expect(run(50, 6)).not.toBe(first);
  });

  it('change nothing before their time', () => {
    const stage = new Stage();
    for (const [fault] of faults) stage.begin(fault, 30_000);
    expect(hash(stage.runTo(20_000))).toBe(hash(new Stage().runTo(20_000)));
  });

  it('begin at once when their time is past', () => {
    const stage = new Stage().runTo(5_000).begin({ kind: 'halt-chain', forMs: 10_000 }, 1_000).runTo(30_000);
    expect(stage.updates('v4_block_height').find(({ ms }) => ms > 5_000)!.ms).toBe(15_000);
  });

  it('are for as many markets as are listed', () => {
    const { simulation } = new Stage(5, { delistings: [{ atMs: 0, ticker: 'ETH-USD' }] }).runTo(40_000);
    const forMs = 1;
    expect(simulation.begin({ kind: 'oracle-freeze', forMs }, 0)).toBe(2);
    expect(simulation.begin({ kind: 'oracle-freeze', market: 'BTC-USD', forMs }, 0)).toBe(1);
    expect(simulation.begin({ kind: 'oracle-freeze', market: 'ETH-USD', forMs }, 0)).toBe(0);
    expect(simulation.begin({ kind: 'halt-chain', forMs }, 0)).toBe(1);
  });
});
