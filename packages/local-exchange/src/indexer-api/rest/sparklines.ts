import type { CandleResolution } from '@perpstream/core';
import { RestError } from './rest-error';
import type { RestRequest } from './rest-request';

type Period = { readonly resolution: CandleResolution; readonly count: number };

const PERIODS: ReadonlyMap<string | undefined, Period> = new Map([
  ['ONE_DAY', { resolution: '1HOUR', count: 24 }],
  ['SEVEN_DAYS', { resolution: '4HOURS', count: 42 }],
]);

/** `/v4/sparklines?timePeriod=`: closing prices of all markets, newest first. */
export function sparklines({ query, past }: RestRequest): object {
  const name = query.get('timePeriod') ?? undefined;
  const period = PERIODS.get(name);
  if (period === undefined) {
    throw RestError.invalid('timePeriod', name, 'timePeriod must be a valid Time Period (ONE_DAY, etc)', 'query');
  }
  const closes = (ticker: string): string[] =>
    past
      .candles(ticker, period.resolution)
      .slice(0, period.count)
      .map(({ close }) => close);
  return Object.fromEntries([...past.markets().keys()].map((ticker) => [ticker, closes(ticker)]));
}
