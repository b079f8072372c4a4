import { isResolution, RESOLUTIONS } from '../../venue/resolution';
import { RestError } from './rest-error';
import { limitOf, tickerOf, timeOf, type RestRequest } from './rest-request';

/** `/v4/candles/perpetualMarkets/:ticker?resolution=`: newest first, `fromISO` included, `toISO` excluded. */
export function candles(request: RestRequest): object {
  const { query, past } = request;
  const resolution = query.get('resolution') ?? undefined;
  if (!isResolution(resolution)) {
    const msg = `resolution must be a valid Candle Resolution, one of ${RESOLUTIONS.join(',')}`;
    throw RestError.invalid('resolution', resolution, msg, 'query');
  }
  const fromMs = timeOf(query, 'fromISO') ?? -Infinity;
  const toMs = timeOf(query, 'toISO') ?? Infinity;
  const wanted = past.candles(tickerOf(request), resolution).filter(({ startedAt }) => {
    const startedMs = Date.parse(startedAt);
    return startedMs >= fromMs && startedMs < toMs;
  });
  return { candles: wanted.slice(0, limitOf(query)) };
}
