import { EventScheduler, unixMs } from '@perpstream/core';
import { collectFaults, type CollectedFaults } from '@perpstream/testing';
import { type SniffedFrame } from './sniffed-frame';
import { type StreamRequest } from './stream-request';
import { SubscriptionKeeper } from './subscription-keeper';

const BOOK: StreamRequest = { channel: 'v4_orderbook', id: 'BTC-USD' };
const MARKETS: StreamRequest = { channel: 'v4_markets' };

const confirmed = ({ channel, id }: StreamRequest): SniffedFrame => ({ kind: 'subscribed', channel, id });
const refused = ({ channel, id }: StreamRequest, message: string): SniffedFrame => ({
  kind: 'error',
  message,
  channel,
  id,
});
const notFetched = (stream: StreamRequest): SniffedFrame =>
  refused(stream, `Internal error, could not fetch data for subscription: ${stream.channel}.`);

describe('SubscriptionKeeper', () => {
  let scheduler: EventScheduler;
  let faults: CollectedFaults;
  let asked: [atMs: number, channel: string][];

  const keeperOf = (streams: readonly StreamRequest[]): SubscriptionKeeper => {
    const send = (text: string): void => {
      asked.push([scheduler.now(), (JSON.parse(text) as StreamRequest).channel]);
    };
    const keeper = new SubscriptionKeeper({
      streams,
      timeoutMs: 25_000,
      scheduler,
      clock: scheduler,
      faults,
      where: 'here',
      send,
    });
    keeper.start();
    return keeper;
  };
  const pass = (ms: number): void => scheduler.advanceTo(unixMs(scheduler.now() + ms));

  beforeEach(() => {
    scheduler = new EventScheduler();
    faults = collectFaults();
    asked = [];
  });

  it('asks for every stream at once and never again when it is confirmed', () => {
    const keeper = keeperOf([BOOK, MARKETS]);
    keeper.heard(confirmed(BOOK));
    keeper.heard(confirmed(MARKETS));
    pass(1e9);
    expect(asked).toEqual([
      [0, 'v4_orderbook'],
      [0, 'v4_markets'],
    ]);
    expect(scheduler.pending).toBe(0);
  });

  it('asks again after one second, then ever more rarely, while the server cannot fetch the snapshot', () => {
    const pauses: number[] = [];
    const keeper = keeperOf([BOOK]);
    for (let times = 1; times <= 7; times += 1) {
      const fromMs = scheduler.now();
      keeper.heard(notFetched(BOOK));
      while (asked.length === times) pass(100);
      pauses.push(scheduler.now() - fromMs);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('takes "already subscribed" for a confirmation', () => {
    keeperOf([BOOK]).heard(refused(BOOK, 'Invalid subscribe message: already subscribed (v4_orderbook-BTC-USD)'));
    pass(1e9);
    expect(asked).toHaveLength(1);
    expect(faults.faults).toEqual([]);
  });

  it('reports what is refused for good and lets it be', () => {
    keeperOf([BOOK, MARKETS]).heard(refused(BOOK, 'Invalid subscription id for channel: (v4_orderbook-BTC-USD)'));
    pass(24_999);
    expect(asked).toHaveLength(2);
    expect(faults.faults).toMatchObject([{ kind: 'connection', where: 'here v4_orderbook BTC-USD' }]);
  });

  it('asks again after the time-out, reporting it each time', () => {
    keeperOf([BOOK]);
    pass(26_000);
    expect(asked).toEqual([
      [0, 'v4_orderbook'],
      [26_000, 'v4_orderbook'],
    ]);
    expect(faults.faults).toMatchObject([{ receivedMs: 25_000, message: 'no answer within 25000 ms, asking again' }]);
  });

  it('ignores confirmations and refusals of what it did not ask for, and refusals that name no stream', () => {
    const keeper = keeperOf([BOOK]);
    keeper.heard(confirmed(MARKETS));
    keeper.heard(notFetched(MARKETS));
    keeper.heard({ kind: 'error', message: 'Internal error', channel: undefined, id: undefined });
    pass(24_999);
    expect(asked).toHaveLength(1);
    expect(faults.faults).toEqual([]);
  });

  it('leaves no timer when it is stopped', () => {
    const keeper = keeperOf([BOOK, MARKETS]);
    keeper.heard(notFetched(BOOK));
    expect(scheduler.pending).toBe(2);
    keeper.stop();
    expect(scheduler.pending).toBe(0);
  });
});
