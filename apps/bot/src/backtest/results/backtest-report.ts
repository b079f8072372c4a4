import { type PathName } from '../market/price-path';
import { type AdaptedSetting } from '../run/backtest-config';
import { type BacktestFigures } from './backtest-summary';

/** What a backtest was run on, and what came of it: what `--json` prints and `summary.json` holds. */
export type BacktestReport = BacktestFigures & {
  readonly from: string;
  readonly to: string;
  readonly spanDays: number;
  readonly candleMs: number;
  readonly path: PathName;
  readonly spreadBps: number;
  readonly depthShare: number;
  readonly markets: number;
  readonly candles: number;
  /** Rows of the files that are no candle, or not later than the one before. */
  readonly skippedRows: number;
  /** Their funding is not known: nothing was paid there, and strategies that ask for it stayed out. */
  readonly marketsWithoutFunding: readonly string[];
  readonly adaptedSettings: readonly AdaptedSetting[];
  readonly wallMs: number;
  readonly steps: number;
  /** Prices that were played. */
  readonly prices: number;
  readonly pricesPerSecond: number;
  readonly peakRssMb: number;
};
