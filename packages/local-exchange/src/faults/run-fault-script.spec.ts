import fc from 'fast-check';
import { ExchangeTimers } from '../clock/exchange-timers';
import { ExchangeClient } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { HandClock } from '../test-kit/hand-clock';
import { StaticVenue } from '../test-kit/static-venue';
import type { InjectedFault } from './exchange-fault';
import type { FaultScript, FaultTimes } from './fault-script';
import { parseFaultScript } from './parse-fault-script';
import { runFaultScript } from './run-fault-script';

jest.setTimeout(30_000);

/** The times, after the start, at which a fault with these times happens within 100 s. */
function timesOf(times: FaultTimes, seed = 1): number[] {
  const clock = new HandClock(0);
  const timers = new ExchangeTimers(clock);
  const script: FaultScript = { faults: [{ times, fault: { kind: 'cut' } }] };
  const seen: number[] = [];
  runFaultScript(script, seed, timers, () => seen.push(timers.nowMs()));
  clock.nowMs = 100_000;
  timers.catchUp();
  timers.stop();
  return seen;
}

describe('the times of a fault', () => {
  it.each<[string, FaultTimes, number[]]>([
    ['once', { atMs: 10_000 }, [10_000]],
    ['at the start', { atMs: 0 }, [0]],
    ['at equal distances', { everyMs: 30_000, jitter: 0 }, [30_000, 60_000, 90_000]],
    ['first at a time of its own', { everyMs: 30_000, jitter: 0, fromMs: 5_000 }, [5_000, 35_000, 65_000, 95_000]],
    ['not after an end', { everyMs: 30_000, jitter: 0, fromMs: 0, untilMs: 60_000 }, [0, 30_000, 60_000]],
    ['never, when the end is before the start', { everyMs: 30_000, jitter: 0, untilMs: 20_000 }, []],
  ])('are %s', (_name, times, expected) => {
    expect(timesOf(times)).toEqual(expected);
  });

  it('vary by the jitter and not more, and repeat themselves for a seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, jitter) => {
        const times = timesOf({ everyMs: 1_000, jitter }, seed);
        const distances = times.map((time, at) => time - (times[at - 1] ?? 0));
        expect(distances.every((ms) => ms >= 1_000 * (1 - jitter) - 1e-6 && ms <= 1_000 * (1 + jitter) + 1e-6)).toBe(
          true,
        );
        expect(timesOf({ everyMs: 1_000, jitter }, seed)).toEqual(times);
      }),
      { numRuns: 50 },
    );
    expect(timesOf({ everyMs: 1_000, jitter: 0.5 }, 1)).not.toEqual(timesOf({ everyMs: 1_000, jitter: 0.5 }, 2));
  });
});

it('draws the times of each fault apart from those of the others', () => {
  const clock = new HandClock(0);
  const timers = new ExchangeTimers(clock);
  const times = { everyMs: 1_000, jitter: 0.5 };
  const seen: number[] = [];
  const script: FaultScript = { faults: [1, 2, 3].map(() => ({ times, fault: { kind: 'cut' } })) };
  runFaultScript(script, 1, timers, () => seen.push(timers.nowMs()));
  clock.nowMs = 1_500;
  timers.catchUp();
  timers.stop();
  expect(seen.length).toBeGreaterThanOrEqual(3);
  expect(new Set(seen).size).toBe(seen.length);
});

describe('a fault script', () => {
  const start = useExchanges();

  const script = parseFaultScript(
    `
    faults:
      - { kind: drop, every: 400ms, jitter: 0.5, frames: 2 }
      - { kind: corrupt, every: 700ms, jitter: 1 }
      - { kind: reorder, every: 900ms, market: AAA-USD }
      - { kind: delay, every: 1s, jitter: 0.2, for: 150ms }
      - { kind: jump-message-id, at: 2s, by: 1000000 }
      - { kind: freeze-market, every: 1500ms, for: 300ms }
      - { kind: mute, every: 3s, for: 200ms, connections: all }
    `,
    'test.yaml',
  );

  /** Five seconds with two clients and two updates every 20 ms, by a clock that is moved by hand. */
  async function run(
    seed: number,
    faults: FaultScript,
  ): Promise<{ faults: readonly InjectedFault[]; texts: string[][] }> {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock, seed, faults });
    const clients: ExchangeClient[] = [];
    for (const ticker of ['AAA-USD', 'BBB-USD']) {
      const client = await ExchangeClient.connect(exchange.wsUrl);
      client.subscribe('v4_orderbook', ticker);
      client.subscribe('v4_block_height');
      await client.next(({ message_id }) => message_id === 2);
      clients.push(client);
    }
    for (let at = 1; at <= 250; at += 1) {
      clock.nowMs += 20;
      for (const ticker of ['AAA-USD', 'BBB-USD']) venue.bid(ticker, '99', String(at));
      venue.block(at);
    }
    await Promise.all(clients.map((client) => client.roundTrip()));
    const result = { faults: exchange.faultsInjected(), texts: clients.map(({ texts }) => texts) };
    await exchange.stop();
    return result;
  }

  it('hits the same frames in the same way for the same seed', async () => {
    const [one, two] = [await run(5, script), await run(5, script)];
    expect(one.faults.length).toBeGreaterThan(30);
    expect(new Set(one.faults.map(({ kind }) => kind)).size).toBe(7);
    expect(two).toEqual(one);
  });

  it('hits others for another seed, its own before that of the exchange', async () => {
    const one = await run(5, script);
    const other = await run(6, script);
    const own = await run(6, { ...script, seed: 5 });
    expect(other.faults).not.toEqual(one.faults);
    expect(own.faults).toEqual(one.faults);
  });

  it('stays as it is when a fault is added at its end', async () => {
    const more: FaultScript = {
      faults: [...script.faults, { times: { atMs: 4_990 }, fault: { kind: 'jump-message-id', by: 5 } }],
    };
    const [one, two] = [await run(5, script), await run(5, more)];
    expect(two.faults.filter(({ detail }) => !detail.startsWith('by 5 '))).toEqual(one.faults);
    expect(two.faults).toHaveLength(one.faults.length + 1);
  });

  it('does nothing while publishing is paused', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, {
      clock,
      faults: { faults: [{ times: { atMs: 100 }, fault: { kind: 'cut' } }] },
    });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    exchange.pause();
    clock.nowMs += 100;
    venue.block(1);
    exchange.resume();
    await client.roundTrip();
    expect(exchange.faultsInjected()).toEqual([]);
  });
});
