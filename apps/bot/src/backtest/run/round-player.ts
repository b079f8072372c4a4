import { pricesBetween, type PathName } from '../market/price-path';
import { type MarketSimulator } from '../market/market-simulator';
import { type CandleRound } from '../sources/candle-rounds';
import { type StepFeeder } from './step-feeder';

/** A new candle opens that much after the old one has closed: what is decided on the close trades at the open. */
const OPEN_DELAY_MS = 1;
/** Part of a candle after which a block follows on its open, at the same prices: for orders that took a while to be decided. */
const SECOND_BLOCK_SHARE = 1 / 12;

/** What plays the rounds, and how. */
export type RoundPlayerOptions = {
  readonly feeder: StepFeeder;
  readonly markets: readonly MarketSimulator[];
  readonly candleMs: number;
  readonly path: PathName;
};

/** Plays the candles that start at one time, of all markets side by side, in steps. */
export class RoundPlayer {
  constructor(private readonly options: RoundPlayerOptions) {}

  play({ startMs, candles }: CandleRound): void {
    const { feeder, markets, candleMs, path } = this.options;
    feeder.step(startMs + OPEN_DELAY_MS, (step) => {
      for (const { market, candle } of candles) markets[market]!.open(candle, step);
    });
    feeder.step(startMs + Math.ceil(candleMs * SECOND_BLOCK_SHARE), () => undefined);
    const paths = candles.map(({ market, candle }) => ({ market, prices: pricesBetween(candle, path) }));
    const count = paths[0]?.prices.length ?? 0;
    for (let index = 0; index < count; index += 1) {
      feeder.step(startMs + Math.round(((index + 1) * candleMs) / (count + 1)), (step) => {
        for (const { market, prices } of paths) markets[market]!.price(prices[index]!, step);
      });
    }
    feeder.step(startMs + candleMs, (step) => {
      for (const { market, candle } of candles) markets[market]!.close(candle, step);
    });
  }
}
