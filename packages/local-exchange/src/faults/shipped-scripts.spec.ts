import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { useExchanges } from '../test-kit/exchanges';
import { HandClock } from '../test-kit/hand-clock';
import { StaticVenue } from '../test-kit/static-venue';
import { DEFAULT_MARKETS } from '../chain/default-markets';
import { simulatedVenue } from '../chain/simulated-venue';
import { Simulation } from '../chain/simulation';
import { VenueState } from '../venue/venue-state';
import type { ExchangeFault } from './exchange-fault';
import { FAULT_KINDS } from './fault-schemas';
import { isMarketFault } from './is-market-fault';
import { parseFaultScript } from './parse-fault-script';

jest.setTimeout(30_000);

const folder = join(__dirname, '../../fault-scripts');
const start = useExchanges();
const MARKET_KINDS = FAULT_KINDS.filter((kind) => isMarketFault({ kind } as ExchangeFault));

/** A client that comes back whenever it has lost its connection, for so many seconds of a clock moved by hand. */
async function comeAndGo(wsUrl: string, seconds: number, pass: (second: number) => void): Promise<void> {
  let socket: WebSocket | undefined;
  for (let second = 1; second <= seconds; second += 1) {
    if (socket === undefined || socket.readyState === WebSocket.CLOSED) {
      const next = new WebSocket(wsUrl).on('error', () => undefined);
      next.on('open', () => next.send(JSON.stringify({ type: 'subscribe', channel: 'v4_orderbook', id: 'AAA-USD' })));
      socket = next;
    }
    pass(second);
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  socket?.terminate();
}

describe('the scripts that come with the package', () => {
  it.each(readdirSync(folder))('%s is a fault script with a seed', (file) => {
    const { seed, faults } = parseFaultScript(readFileSync(join(folder, file), 'utf8'), file);
    expect(seed).toEqual(expect.any(Number));
    expect(faults.length).toBeGreaterThan(file === 'all-at-once.yaml' ? 0 : 5);
  });

  it('rough-day has something every few seconds, of every kind that is not about the markets themselves', () => {
    const { faults } = parseFaultScript(readFileSync(join(folder, 'rough-day.yaml'), 'utf8'), 'rough-day.yaml');
    const kinds = new Set(faults.map(({ fault }) => fault.kind));
    expect(FAULT_KINDS.filter((kind) => !kinds.has(kind) && !MARKET_KINDS.includes(kind))).toEqual([
      'refuse-connections',
    ]);
    const perSecond = faults.map(({ times }) => ('everyMs' in times ? 1_000 / times.everyMs : 0));
    expect(perSecond.reduce((sum, rate) => sum + rate, 0)).toBeGreaterThan(1);
  });

  it.each(['rough-day.yaml', 'reconnect-storm.yaml'])('%s leaves the exchange sound', async (file) => {
    const faults = parseFaultScript(readFileSync(join(folder, file), 'utf8'), file);
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock, faults });
    await comeAndGo(exchange.wsUrl, 300, (second) => {
      clock.nowMs += 1_000;
      venue.bid('AAA-USD', '99', String(second));
    });
    const kinds = new Set(faults.faults.map(({ fault }) => fault.kind).filter((kind) => kind !== 'rest'));
    expect(new Set(Object.keys(exchange.faultCounts()))).toEqual(kinds);
    await expect(exchange.stop()).resolves.toBeUndefined();
  });
});

describe('market-stress', () => {
  const { faults } = parseFaultScript(readFileSync(join(folder, 'market-stress.yaml'), 'utf8'), 'market-stress.yaml');
  const state = new VenueState();
  const startMs = Date.parse('2026-03-01T00:00:00.000Z');
  const simulation = new Simulation({ seed: 1, markets: DEFAULT_MARKETS, blockMs: 1_000, startMs, state });

  /** The markets of which a side of the book is empty at the end of each second. */
  function secondsWithoutSide(seconds: number): Map<string, number> {
    const counts = new Map<string, number>();
    const beganMs = simulation.nowMs;
    for (let second = 1; second <= seconds; second += 1) {
      simulation.advance(beganMs + second * 1_000, () => undefined);
      for (const ticker of state.markets().keys()) {
        const { bids, asks } = state.book(ticker);
        if (bids.length === 0 || asks.length === 0) counts.set(ticker, (counts.get(ticker) ?? 0) + 1);
      }
    }
    return counts;
  }

  it('has every kind of market fault, is possible in the default markets, and accepted with them', async () => {
    expect(new Set(faults.map(({ fault }) => fault.kind))).toEqual(new Set(MARKET_KINDS));
    const exchange = await start(simulatedVenue({ seed: 1, historyMs: 0, warmUpMs: 0 }), { faults: { faults } });
    expect(exchange.faultCounts()).toEqual({});
  });

  it('ends 20 % down with every market open and quoted, and with no book empty but where that is meant', () => {
    secondsWithoutSide(10);
    const before = new Map([...state.markets()].map(([ticker, { oraclePrice }]) => [ticker, Number(oraclePrice)]));
    for (const { times, fault } of faults) {
      if (!('atMs' in times) || !isMarketFault(fault)) throw new Error('every fault of it happens once');
      simulation.begin(fault, simulation.nowMs + times.atMs);
    }
    const emptySeconds = secondsWithoutSide(290);
    expect([...emptySeconds.keys()]).toEqual(['PEPE-USD']);
    expect(emptySeconds.get('PEPE-USD')).toBeLessThan(45);
    for (const [ticker, { status, oraclePrice }] of state.markets()) {
      expect(status).toBe('ACTIVE');
      const own = { 'ETH-USD': 0.9, 'SOL-USD': 0.85, 'XRP-USD': 0.8 }[ticker] ?? 1;
      expect(Number(oraclePrice) / before.get(ticker)! / own).toBeCloseTo(0.7 * 1.15, 1);
    }
  });
});

describe('the script of the README', () => {
  it('is a fault script that shows every kind', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    const { faults } = parseFaultScript(text, 'README.md');
    expect(new Set(faults.map(({ fault }) => fault.kind))).toEqual(new Set(FAULT_KINDS));
  });
});
