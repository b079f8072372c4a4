import { type BacktestReport } from './backtest-report';
import { type StrategyProfit } from './strategy-profits';
import { type MarketRow } from './market-table';

/** Rows of a table beyond these are only summed up. */
const SHOWN_ROWS = 20;
const COLUMNS = ['PROFIT', 'FEES', 'FUNDING', 'SPREAD', 'DELAY', 'TRADED', 'FILLS'] as const;

const usd = (value: number): string =>
  `${value < 0 ? '-' : ''}$${Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
const percent = (fraction: number): string => `${(100 * fraction).toFixed(2)}%`;
const count = (value: number): string => value.toLocaleString('en-US');
const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

function cells({ profitUsd, feesUsd, fundingUsd, spreadUsd, delayUsd, tradedUsd, fills }: MarketRow): string[] {
  const amounts = [profitUsd, feesUsd, fundingUsd, spreadUsd, delayUsd].map((value) => value.toFixed(2));
  return [...amounts, count(Math.round(tradedUsd)), count(fills)];
}

function line(name: string, values: readonly string[]): string {
  return `${name.padEnd(16)}${values.map((value) => value.padStart(11)).join('')}`;
}

function marketLines(rows: readonly MarketRow[]): string[] {
  if (rows.length === 0) return [];
  const left = rows.length - SHOWN_ROWS;
  const more = left > 0 ? [`and ${left} more; --json and --out have all of them`] : [];
  return [
    '',
    line('MARKET', COLUMNS),
    ...rows.slice(0, SHOWN_ROWS).map((row) => line(row.market, cells(row))),
    ...more,
  ];
}

function strategyLines(rows: readonly StrategyProfit[]): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(({ strategy, profitUsd }) =>
    line(strategy === '' ? '(none)' : strategy, [profitUsd.toFixed(2)]),
  );
  return ['', line('STRATEGY', ['PROFIT']), ...lines];
}

function returnLine({ totalReturn, annualisedReturn, maxDrawdown, sharpe }: BacktestReport): string {
  const year = annualisedReturn === null ? '' : `, ${percent(annualisedReturn)} a year`;
  const ratio =
    sharpe === null
      ? 'no Sharpe ratio'
      : `Sharpe ${sharpe.value.toFixed(2)} +- ${sharpe.standardError.toFixed(2)} of ${sharpe.observations} ${sharpe.every}s`;
  return `${percent(totalReturn)}${year}; drawdown ${usd(maxDrawdown.usd)}, ${percent(maxDrawdown.fraction)} at most; ${ratio}`;
}

function mainLines(report: BacktestReport): string[] {
  const { verdicts, exposure, halts } = report;
  const faults = Object.entries(report.faults).map(([kind, number]) => `${number} ${kind}`);
  return [
    `span       ${minute(report.from)} to ${minute(report.to)} UTC, ${report.spanDays.toFixed(1)} days`,
    `data       ${count(report.candles)} candles of ${report.candleMs / 1_000} s, ${report.markets} markets, path ${report.path}; ${count(report.skippedRows)} rows left out`,
    `assumed    spread ${report.spreadBps} bps, depth of ${report.depthShare} median minutes a side`,
    `decisions  ${count(report.decisions)}; risk approved ${count(verdicts.approved)}, trimmed ${count(verdicts.trimmed)}, refused ${count(verdicts.refused)}, stopped ${halts} times; ${count(report.orders)} orders, ${count(report.fills)} fills`,
    `equity     ${usd(report.equityStartUsd)} -> ${usd(report.equityEndUsd)}, of it unrealised ${usd(report.unrealizedPnlUsd)}`,
    `return     ${returnLine(report)}`,
    `traded     ${usd(report.tradedUsd)}, ${report.turnoverPerDay.toFixed(2)} times the equity a day; leverage ${exposure.meanLeverage.toFixed(2)} on average, ${percent(exposure.timeInMarket)} of the time in the market`,
    `costs      fees ${usd(report.feesUsd)}, spread and depth ${usd(report.spreadUsd)}, delay ${usd(report.delayUsd)}; funding received ${usd(report.fundingUsd)}`,
    `faults     ${faults.length === 0 ? 'none' : faults.join(', ')}`,
    ...report.firstFaults.map((fault) => `           first ${fault}`),
  ];
}

function noteLines({ adaptedSettings, marketsWithoutFunding }: BacktestReport): string[] {
  const adapted = adaptedSettings.map(({ setting, from, to }) => `${setting} ${to} instead of ${from}`);
  const unfunded = marketsWithoutFunding.length;
  return [
    ...(adapted.length > 0 ? [`adapted    to the candles: ${adapted.join('; ')}`] : []),
    ...(unfunded > 0
      ? [`funding    not known of ${unfunded} markets: nothing is paid there, and strategies that ask for it stay out`]
      : []),
  ];
}

/** A backtest for people. */
export function reportLines(report: BacktestReport): readonly string[] {
  const rate = count(report.pricesPerSecond);
  return [
    ...mainLines(report),
    ...noteLines(report),
    `run        ${(report.wallMs / 1_000).toFixed(1)} s, ${rate} prices/s, ${report.peakRssMb} MB at most`,
    `hash       ${report.decisionHash}`,
    ...marketLines(report.byMarket),
    ...strategyLines(report.byStrategy),
  ];
}
