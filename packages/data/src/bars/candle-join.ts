import { CANDLE_MS, unixMs, type Bar, type Candle } from '@perpstream/core';
import type { Emit } from '../market-part';
import type { TimeSpec } from './bar-specs';
import { CandleCheck, type CandleMismatch } from './candle-check';
import { MAX_RUN_BARS } from './time-bars';

/** Candles come by another stream than trades: how long bars wait for them, in receive time. */
const PATIENCE_MS = 10_000;

/** What waits for its turn: a closed bar, or, without one, the place where bars from trades begin. */
type Item = { readonly startMs: number; readonly bar?: Bar };

/**
 * Joins the bars of one market from trades with the candles of the same length. What lies before the first bar comes from
 * candles, and so does a bar of which trades may be missing. Each period once, in order; what has to wait for its candle
 * waits with all that follows it, but not for ever. What was sent is compared with candles that come later.
 */
export class CandleJoin {
  readonly #waiting: Item[] = [];
  readonly #candles = new Map<number, Candle>();
  readonly #check = new CandleCheck();
  #newestCandleMs = -Infinity;
  #nextMs = -Infinity;
  #deadlineMs: number | undefined;

  constructor(
    private readonly spec: TimeSpec,
    private readonly emit: Emit<Bar>,
    private readonly mismatched: Emit<CandleMismatch>,
  ) {}

  /** Bars from trades begin here: what was before comes from candles. */
  begin(startMs: number): void {
    this.#waiting.push({ startMs });
  }

  /** The next bar from trades. */
  take(bar: Bar): void {
    this.#waiting.push({ startMs: bar.startMs, bar });
  }

  /** Remembers candles of this length for periods that were not sent yet. */
  state(candles: readonly Candle[]): void {
    for (const candle of candles) {
      const { startedMs, resolution } = candle;
      if (CANDLE_MS[resolution] !== this.spec.intervalMs || startedMs % this.spec.intervalMs !== 0) continue;
      if (startedMs >= this.#nextMs) this.#candles.set(startedMs, candle);
      this.#newestCandleMs = Math.max(this.#newestCandleMs, startedMs);
    }
    for (const candle of candles) this.#compare(candle);
    if (this.#candles.size > 2 * MAX_RUN_BARS) this.#forgetBefore(this.#historyMs(this.#newestCandleMs));
  }

  /** Sends what the candles alone tell, for a market of which no trade is told: each one once a later one was stated. */
  follow(): void {
    const earliestMs = this.#historyMs(this.#newestCandleMs);
    const starts = [...this.#candles.keys()].filter((startMs) => startMs >= earliestMs).sort((a, b) => a - b);
    for (const startMs of starts) {
      const bar = this.#barFromCandle(startMs);
      if (bar === undefined) continue;
      this.emit(bar);
      this.#nextMs = bar.endMs;
    }
    this.#forgetBefore(this.#nextMs);
  }

  /** The candles are interrupted: the newest one was still growing. */
  interrupt(): void {
    this.#candles.delete(this.#newestCandleMs);
  }

  /** Updates of candles may be missing: none is relied on until it is stated again. */
  forget(): void {
    this.#candles.clear();
  }

  /** Sends what need not wait any longer at this receive time. */
  drain(receivedMs: number): void {
    if (this.#waiting.length === 0) return;
    for (let item = this.#waiting[0]; item !== undefined; item = this.#waiting[0]) {
      if (!this.#isReady(item)) {
        this.#deadlineMs ??= receivedMs + PATIENCE_MS;
        if (receivedMs < this.#deadlineMs) break;
      }
      this.#waiting.shift();
      this.#deliver(item);
    }
    if (this.#waiting.length === 0) this.#deadlineMs = undefined;
    this.#forgetBefore(this.#nextMs);
  }

  #isReady({ startMs, bar }: Item): boolean {
    const hasCandles = this.#newestCandleMs > -Infinity;
    // Whether there are candles at all shows at the start.
    if (bar === undefined) return hasCandles ? this.#newestCandleMs >= startMs : this.#nextMs > -Infinity;
    return bar.isComplete || !hasCandles || this.#finalCandle(startMs) !== undefined;
  }

  #deliver({ startMs, bar }: Item): void {
    if (bar === undefined) this.#deliverHistory(startMs);
    else this.#deliverBar(bar);
    this.#nextMs = bar?.endMs ?? startMs;
  }

  #deliverBar(bar: Bar): void {
    this.emit((bar.isComplete ? undefined : this.#barFromCandle(bar.startMs)) ?? bar);
    this.#check.sent(bar);
    const candle = this.#finalCandle(bar.startMs);
    if (candle !== undefined) this.#compare(candle);
  }

  #compare(candle: Candle): void {
    if (CANDLE_MS[candle.resolution] !== this.spec.intervalMs || candle.startedMs >= this.#newestCandleMs) return;
    const mismatch = this.#check.mismatch(candle);
    if (mismatch !== undefined) this.mismatched(mismatch);
  }

  /** The unbroken run of candles that leads to a time, oldest first. */
  #deliverHistory(untilMs: number): void {
    const { intervalMs } = this.spec;
    const earliestMs = Math.max(this.#nextMs, this.#historyMs(untilMs));
    let startMs = untilMs;
    while (startMs - intervalMs >= earliestMs && this.#finalCandle(startMs - intervalMs)) startMs -= intervalMs;
    for (; startMs < untilMs; startMs += intervalMs) {
      const bar = this.#barFromCandle(startMs);
      if (bar !== undefined) this.emit(bar);
    }
  }

  /** A candle is final once one of a later period was stated. */
  #finalCandle(startMs: number): Candle | undefined {
    return startMs < this.#newestCandleMs ? this.#candles.get(startMs) : undefined;
  }

  #barFromCandle(startMs: number): Bar | undefined {
    const candle = this.#finalCandle(startMs);
    if (candle === undefined) return undefined;
    const { openUsd, highUsd, lowUsd, closeUsd, volumeBase, volumeUsd, trades } = candle;
    return Object.freeze({
      spec: this.spec,
      source: 'candle',
      isComplete: true,
      startMs: candle.startedMs,
      endMs: unixMs(startMs + this.spec.intervalMs),
      openUsd,
      highUsd,
      lowUsd,
      closeUsd,
      volumeBase,
      volumeUsd,
      buyBase: NaN,
      trades,
    });
  }

  #historyMs(newestMs: number): number {
    return newestMs - MAX_RUN_BARS * this.spec.intervalMs;
  }

  #forgetBefore(startMs: number): void {
    for (const candleMs of this.#candles.keys()) if (candleMs < startMs) this.#candles.delete(candleMs);
  }
}
