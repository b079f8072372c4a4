import { type MarketStatus } from '@perpstream/core';
import { type MarketRow } from './market-row';

const NONE = '-';

const STATUS: Readonly<Record<MarketStatus, string>> = {
  ACTIVE: 'active',
  PAUSED: 'paused',
  CANCEL_ONLY: 'cancel',
  POST_ONLY: 'post',
  INITIALIZING: 'starting',
  FINAL_SETTLEMENT: 'settling',
  DELISTED: 'delisted',
  UNKNOWN: 'unknown',
};

type Column = {
  readonly title: string;
  readonly width: number;
  readonly isLeft?: true;
  readonly cell: (row: MarketRow) => string;
};

const fixed = (value: number | undefined, digits: number): string =>
  value === undefined ? NONE : value.toFixed(digits);

/** Six significant digits, as many as tell neighbouring prices apart. */
function price(usd: number | undefined): string {
  if (usd === undefined) return NONE;
  return usd >= 1e6 || usd < 1e-4 ? usd.toExponential(4) : Number(usd.toPrecision(6)).toString();
}

function compact(usd: number | undefined): string {
  if (usd === undefined) return NONE;
  const unit = (['T', 'B', 'M', 'k'] as const).map((sign, at) => ({ sign, scale: 10 ** (12 - 3 * at) }));
  const found = unit.find(({ scale }) => usd >= scale);
  return found === undefined ? usd.toFixed(0) : `${(usd / found.scale).toPrecision(3)}${found.sign}`;
}

function percent(fraction: number | undefined, digits: number): string {
  if (fraction === undefined) return NONE;
  return `${fraction > 0 ? '+' : ''}${(fraction * 100).toFixed(digits)}%`;
}

/** Cut, not rounded: 1.00 means that nothing speaks against the data. */
function quality({ level, quality: value }: MarketRow): string {
  if (level === undefined || value === undefined) return NONE;
  return level === 'live' ? (Math.floor(value * 100) / 100).toFixed(2) : level;
}

function age(ageMs: number | undefined): string {
  if (ageMs === undefined) return NONE;
  return ageMs < 99_950 ? `${(ageMs / 1_000).toFixed(1)}s` : `${Math.floor(ageMs / 60_000)}m`;
}

const COLUMNS: readonly Column[] = [
  { title: 'MARKET', width: 12, isLeft: true, cell: ({ market }) => market },
  { title: 'STATUS', width: 8, isLeft: true, cell: ({ status }) => STATUS[status] },
  { title: 'MID', width: 10, cell: ({ midUsd }) => price(midUsd) },
  { title: 'BPS', width: 6, cell: ({ spreadBps }) => fixed(spreadBps, 2) },
  { title: 'BIDS50', width: 6, cell: ({ bidDepthUsd }) => compact(bidDepthUsd) },
  { title: 'ASKS50', width: 6, cell: ({ askDepthUsd }) => compact(askDepthUsd) },
  { title: 'VOL24H', width: 6, cell: ({ volume24hUsd }) => compact(volume24hUsd) },
  { title: 'FUND/H', width: 9, cell: ({ fundingRate1h }) => percent(fundingRate1h, 5) },
  { title: 'FUND/Y', width: 7, cell: ({ fundingRate1y }) => percent(fundingRate1y, 1) },
  { title: 'OPEN', width: 6, cell: ({ openInterestUsd }) => compact(openInterestUsd) },
  { title: 'QUAL', width: 7, cell: quality },
  { title: 'AGE', width: 6, cell: ({ ageMs }) => age(ageMs) },
];

function fit(text: string, { width, isLeft }: Column): string {
  const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return isLeft === true ? cut.padEnd(width) : cut.padStart(width);
}

/** The table for people: aligned, at most 100 columns wide. */
export function marketLines(rows: readonly MarketRow[]): readonly string[] {
  const line = (text: (column: Column) => string): string =>
    COLUMNS.map((column) => fit(text(column), column))
      .join(' ')
      .trimEnd();
  return [line(({ title }) => title), ...rows.map((row) => line(({ cell }) => cell(row)))];
}
