import {
  CANDLE_MS,
  type Bar,
  type BarClosed,
  type BarSpec,
  type Block,
  type Candles,
  type Doubt,
  type FaultSink,
  type Gap,
  type MarketEvent,
  type Stamp,
  type Trade,
  type Trades,
} from '@perpstream/core';
import type { TradeIntake, TradeNews } from '../flow/trade-intake';
import type { Emit } from '../market-part';
import type { BarOutlet, BarSeries } from './bar-series';
import { describeSpec, type TimeSpec } from './bar-specs';
import type { CandleMismatch } from './candle-check';
import { CandleJoin } from './candle-join';
import { ThresholdBars } from './threshold-bars';
import { TimeBars } from './time-bars';

/** A trade and the specs whose bar of its time is closed already. */
type LateTrade = { readonly trade: Trade; readonly missed: readonly BarSpec[] };

/** The bars of one market, of all kinds. */
export class MarketBars {
  readonly #series: { readonly spec: BarSpec; readonly bars: BarSeries }[] = [];
  readonly #timeBars: TimeBars[] = [];
  readonly #joins: CandleJoin[] = [];
  /** Of the event at hand. Not the event itself: what it holds would live until the next one. */
  #stamp: Stamp | undefined;
  /** No frame of trades came yet, not even an empty one. */
  #isWithoutTrades = true;

  constructor(
    private readonly intake: TradeIntake,
    specs: readonly BarSpec[],
    private readonly faults: FaultSink,
    private readonly emit: Emit<BarClosed>,
  ) {
    for (const spec of specs) this.#series.push({ spec, bars: this.#barsOf(spec) });
  }

  takeTrades(event: Trades, { trades, missingThroughMs }: TradeNews): void {
    this.#stamp = stampOf(event);
    this.#isWithoutTrades = false;
    const newestMs = trades.at(-1)?.exchangeMs ?? -Infinity;
    if (missingThroughMs !== undefined) this.#missTrades(missingThroughMs, newestMs);
    const late = trades.flatMap((trade) => {
      const missed = this.#series.filter(({ bars }) => !bars.add(trade)).map(({ spec }) => spec);
      return missed.length > 0 ? [{ trade, missed }] : [];
    });
    // Whatever precedes the hole that a snapshot could not close was given up before.
    if (late.length > 0 && missingThroughMs === undefined) this.#reportLate(event, late);
    if (this.intake.isKnown) this.#closeDue();
    this.#drain(event);
  }

  handle(event: Candles | Gap | Doubt): void {
    if (event.kind === 'candles') this.#takeCandles(event);
    else if (event.kind === 'gap') this.#interrupt(event);
    else this.#doubt(event);
  }

  closeUntil(block: Block): void {
    this.#stamp = stampOf(block);
    if (this.intake.isKnown) this.#closeDue();
    this.#drain(block);
  }

  #takeCandles(event: Candles): void {
    this.#stamp = stampOf(event);
    const sound = event.candles.filter(({ startedMs }) => !this.intake.time.isAhead(startedMs, event.receivedMs));
    if (sound.length < event.candles.length) this.#reportAhead(event);
    for (const join of this.#joins) join.state(sound);
    // A snapshot of candles comes on subscribing: the trades may be on their way.
    if (this.#isWithoutTrades && !event.isSnapshot) for (const join of this.#joins) join.follow();
    this.#drain(event);
  }

  /** While trades are interrupted no bar is closed by time: the snapshot that ends it may hold more of its trades. */
  #interrupt({ channel }: Gap): void {
    if (channel === 'candles') for (const join of this.#joins) join.interrupt();
    if (channel !== 'trades') return;
    for (const { bars } of this.#series) bars.doubt(false);
  }

  #doubt({ channel, isOver }: Doubt): void {
    if (channel === 'candles' && !isOver) for (const join of this.#joins) join.forget();
    if (channel === 'trades') for (const { bars } of this.#series) bars.doubt(!isOver);
  }

  #barsOf(spec: BarSpec): BarSeries {
    const emit: Emit<Bar> = (bar) => this.#emitBar(bar);
    if (spec.type !== 'time') return new ThresholdBars(spec, emit);
    const bars = new TimeBars(spec, this.#outletOf(spec, emit));
    this.#timeBars.push(bars);
    return bars;
  }

  #outletOf(spec: TimeSpec, emit: Emit<Bar>): BarOutlet {
    if (!Object.values(CANDLE_MS).includes(spec.intervalMs)) return { begin: () => undefined, take: emit };
    const join = new CandleJoin(spec, emit, (mismatch) => this.#reportMismatch(mismatch));
    this.#joins.push(join);
    const take = (bar: Bar): void => {
      join.take(bar);
      // At once, so that bars of different specs come in the order in which they close.
      join.drain(this.#stamp!.receivedMs);
    };
    return { begin: (startMs) => join.begin(startMs), take };
  }

  #missTrades(throughMs: number, newestMs: number): void {
    for (const { bars } of this.#series) bars.missTrades(throughMs, newestMs);
  }

  #closeDue(): void {
    for (const bars of this.#timeBars) bars.closeUntil(this.intake.time.newestMs);
  }

  #drain({ receivedMs }: Stamp): void {
    for (const join of this.#joins) join.drain(receivedMs);
  }

  #emitBar(bar: Bar): void {
    const { receivedMs, cause } = this.#stamp!;
    this.emit({ kind: 'bar', marketId: this.intake.marketId, receivedMs, cause, bar });
  }

  /** One fault per frame: whatever delays one trade delays all that came with it. */
  #reportLate(event: MarketEvent, late: readonly LateTrade[]): void {
    const missed = [...new Set(late.flatMap(({ missed }) => missed))].map(describeSpec).join(', ');
    const [first] = late;
    const message = `late trades: ${late.length}, the first ${first?.trade.id} of ${first?.trade.exchangeMs}, older than the open bar of ${missed}: not counted there`;
    this.#report('late-data', message, event);
  }

  #reportAhead(event: Candles): void {
    this.#report('malformed-frame', 'candles dated in the future: not used', event);
  }

  #reportMismatch({ bar, candle }: CandleMismatch): void {
    const { marketId } = this.intake;
    this.faults.report({
      kind: 'bar-mismatch',
      where: `bar of ${marketId} ${candle.resolution} ${new Date(bar.startMs).toISOString()}`,
      message: `made from ${bar.trades} trades of ${bar.volumeBase}, the exchange has ${candle.trades} of ${candle.volumeBase}: trades were left out of the stream`,
      marketId,
      receivedMs: this.#stamp!.receivedMs,
      cause: this.#stamp!.cause,
    });
  }

  #report(kind: 'late-data' | 'malformed-frame', message: string, { receivedMs, cause }: MarketEvent): void {
    const { marketId } = this.intake;
    this.faults.report({ kind, where: `bars of ${marketId}`, message, marketId, receivedMs, cause });
  }
}

function stampOf({ receivedMs, cause }: Stamp): Stamp {
  return { receivedMs, cause };
}
