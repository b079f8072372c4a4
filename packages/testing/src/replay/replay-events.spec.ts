import { debounceByMarket, unixMs, type ProcessedMarketData } from '@perpstream/core';
import { delay, map, NEVER, scan, timer, type OperatorFunction } from 'rxjs';
import { BTC, ETH } from '../builders/markets';
import { bookUpdate } from '../builders/processed';
import { replayEvents } from './replay-events';

const at = (ms: number, marketId = BTC): ProcessedMarketData => bookUpdate({ marketId, receivedMs: unixMs(ms) });
const receivedMs: OperatorFunction<ProcessedMarketData, number> = map((event) => event.receivedMs);

describe('replayEvents', () => {
  it('collects what the operator emits, in order', () => {
    const { outputs } = replayEvents([at(10), at(20), at(20)], () => receivedMs);
    expect(outputs).toEqual([10, 20, 20]);
  });

  it('has nothing to collect without events', () => {
    expect(replayEvents([], () => receivedMs)).toEqual({ outputs: [], emittedMs: [], leftTimers: 0 });
  });

  it('stands at the time of the event while it is delivered', () => {
    const { emittedMs } = replayEvents([at(10), at(25)], (scheduler) => map(() => scheduler.now()));
    expect(emittedMs).toEqual([10, 25]);
  });

  it('starts the clock at the first event', () => {
    const { outputs } = replayEvents([at(1_000)], (scheduler) => {
      const startMs = scheduler.now();
      return map(() => startMs);
    });
    expect(outputs).toEqual([1_000]);
  });

  it('runs what is due before it delivers an event', () => {
    const events = [at(0), at(100, ETH), at(300)];
    const { outputs, emittedMs } = replayEvents(events, (scheduler) => debounceByMarket(150, scheduler));
    expect(outputs).toEqual([events[0], events[1]]);
    expect(emittedMs).toEqual([150, 250]);
  });

  it('runs what an event schedules without delay before the next event of the same time', () => {
    const { outputs } = replayEvents(
      [at(5), at(5)],
      (scheduler) => (source$) =>
        source$.pipe(
          delay(0, scheduler),
          scan((seen) => seen + 1, 0),
        ),
    );
    expect(outputs).toEqual([1, 2]);
  });

  it('lets time pass after the last event when asked to', () => {
    const create = (scheduler: Parameters<typeof debounceByMarket>[1]) =>
      debounceByMarket<ProcessedMarketData>(50, scheduler);
    expect(replayEvents([at(0)], create).outputs).toHaveLength(0);
    expect(replayEvents([at(0)], create, { untilMs: unixMs(50) }).emittedMs).toEqual([50]);
  });

  it('completes the source when asked to', () => {
    const create = (scheduler: Parameters<typeof debounceByMarket>[1]) =>
      debounceByMarket<ProcessedMarketData>(50, scheduler);
    expect(replayEvents([at(7)], create, { completes: true }).emittedMs).toEqual([7]);
  });

  it('keeps the clock when an event comes from the past', () => {
    expect(replayEvents([at(20), at(10)], () => receivedMs).emittedMs).toEqual([20, 20]);
  });

  it('counts timers that outlive the subscription', () => {
    const { leftTimers } = replayEvents([at(0)], (scheduler) => () => {
      timer(1_000, scheduler).subscribe();
      return NEVER;
    });
    expect(leftTimers).toBe(1);
  });

  it('throws what the operator sends through the error channel', () => {
    const failing = map((): never => {
      throw new Error('broken');
    });
    expect(() => replayEvents([at(0)], () => failing)).toThrow('broken');
  });
});
