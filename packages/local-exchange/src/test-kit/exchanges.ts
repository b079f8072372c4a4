import type { LocalExchangeOptions } from '../indexer-api/local-exchange-options';
import { startLocalExchange, type LocalExchange } from '../indexer-api/start-local-exchange';
import type { Venue } from '../venue/venue';

/** Starts exchanges on free ports. */
export type StartExchange = (venue: Venue, options?: Partial<LocalExchangeOptions>) => Promise<LocalExchange>;

/** For the tests of a file: starts exchanges with fast batches, and stops them after each test. */
export function useExchanges(): StartExchange {
  const running: LocalExchange[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((exchange) => exchange.stop()));
  });
  return async (venue, options = {}) => {
    const exchange = await startLocalExchange({ port: 0, venue, batchIntervalMs: 10, seed: 1, ...options });
    running.push(exchange);
    return exchange;
  };
}
