import { annualisedReturn } from '../metrics/annualised-return';
import { exposureOf, type Exposure } from '../metrics/exposure';
import { maxDrawdown, type Drawdown } from '../metrics/max-drawdown';
import { equityAtPeriods, returnsOf } from '../metrics/period-returns';
import { sharpeRatio, type SharpeRatio } from '../metrics/sharpe-ratio';
import { turnoverPerDay } from '../metrics/turnover';
import { type BacktestRecorder } from './backtest-recorder';
import { marketTable, type MarketRow } from './market-table';
import { type StrategyProfit } from './strategy-profits';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS_PER_YEAR = 365;
/** A shorter run says nothing of a year. */
const SHORTEST_FOR_A_YEAR_MS = 30 * DAY_MS;
/** With fewer days than this the returns of hours are taken. */
const FEW_DAYS = 20;

/** What a backtest came to. USD, fractions, and times in ms; the keys are stable, `--json` prints them. */
export type BacktestFigures = {
  readonly decisions: number;
  readonly verdicts: { readonly approved: number; readonly trimmed: number; readonly refused: number };
  readonly orders: number;
  readonly fills: number;
  readonly faults: Readonly<Record<string, number>>;
  /** The first fault of each kind, in words. */
  readonly firstFaults: readonly string[];
  /** How often a risk limit stopped new exposure. */
  readonly halts: number;
  readonly equityStartUsd: number;
  readonly equityEndUsd: number;
  readonly totalReturn: number;
  /** null of a run shorter than 30 days. */
  readonly annualisedReturn: number | null;
  readonly maxDrawdown: Drawdown;
  /** null when the equity never changed, or there are not three of its periods. */
  readonly sharpe: (SharpeRatio & { readonly every: 'day' | 'hour' }) | null;
  readonly tradedUsd: number;
  readonly turnoverPerDay: number;
  readonly exposure: Exposure;
  readonly realizedPnlUsd: number;
  readonly unrealizedPnlUsd: number;
  /** Paid > 0. */
  readonly feesUsd: number;
  /** Received > 0. */
  readonly fundingUsd: number;
  readonly spreadUsd: number;
  readonly delayUsd: number;
  readonly byMarket: readonly MarketRow[];
  readonly byStrategy: readonly StrategyProfit[];
  readonly decisionHash: string;
};

type Points = BacktestRecorder['samples'];

function sharpeOf(points: Points): BacktestFigures['sharpe'] {
  const days = equityAtPeriods(points, DAY_MS);
  const every = days.length > FEW_DAYS ? 'day' : 'hour';
  const sampled = every === 'day' ? days : equityAtPeriods(points, HOUR_MS);
  const periods = every === 'day' ? DAYS_PER_YEAR : DAYS_PER_YEAR * 24;
  const ratio = sharpeRatio(returnsOf(sampled), periods);
  return ratio === undefined ? null : { ...ratio, every };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function returnFigures(points: Points, equityStartUsd: number, tradedUsd: number) {
  const equities = points.map(({ equityUsd }) => equityUsd);
  const equityEndUsd = equities.at(-1) ?? equityStartUsd;
  const spanMs = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
  const totalReturn = equityEndUsd / equityStartUsd - 1;
  return {
    equityStartUsd,
    equityEndUsd,
    totalReturn,
    annualisedReturn: spanMs >= SHORTEST_FOR_A_YEAR_MS ? annualisedReturn(totalReturn, spanMs) : null,
    maxDrawdown: maxDrawdown([equityStartUsd, ...equities]),
    sharpe: sharpeOf(points),
    tradedUsd,
    turnoverPerDay: tradedUsd === 0 ? 0 : turnoverPerDay(tradedUsd, mean(equities), spanMs),
    exposure: exposureOf(points),
  };
}

/** Sums up what was recorded. */
export function backtestFigures(recorder: BacktestRecorder, startBalanceUsd: number): BacktestFigures {
  const { decisions, verdicts, orders, fills, faults, firstFaults, halts, samples, account } = recorder;
  const byMarket = marketTable(recorder.accounts, (marketId) => recorder.midUsd(marketId));
  const total = (of: 'tradedUsd' | 'spreadUsd' | 'delayUsd'): number => byMarket.reduce((sum, row) => sum + row[of], 0);
  const { realizedPnlUsd = 0, feesUsd = 0, fundingUsd = 0 } = account ?? {};
  return {
    decisions,
    verdicts,
    orders,
    fills: fills.length,
    faults,
    firstFaults,
    halts,
    ...returnFigures(samples, startBalanceUsd, total('tradedUsd')),
    realizedPnlUsd,
    unrealizedPnlUsd: unrealizedPnl(recorder),
    feesUsd,
    fundingUsd,
    spreadUsd: total('spreadUsd'),
    delayUsd: total('delayUsd'),
    byMarket,
    byStrategy: recorder.strategies.rows((marketId) => recorder.midUsd(marketId)),
    decisionHash: recorder.hash.value,
  };
}

function unrealizedPnl(recorder: BacktestRecorder): number {
  let usd = 0;
  for (const { marketId, sizeBase, entryPriceUsd } of recorder.account?.positions.values() ?? []) {
    usd += sizeBase * (recorder.midUsd(marketId) - entryPriceUsd);
  }
  return usd;
}
