import {
  indexerEndpoints,
  indexerRest,
  isIndexerRestError,
  type IndexerEndpoints,
  type StreamRequest,
} from '@perpstream/connection';
import { type MarketId, type RestAnswer } from '@perpstream/core';
import { type BotConfig } from '../config/config-schema';
import { UsageError } from '../errors';
import { chooseMarkets } from './choose-markets';
import { systemClock } from './system-clock';

/** A network that answered: its markets as the run logs them, and the ones that were chosen. */
export type OpenNetwork = {
  readonly endpoints: IndexerEndpoints;
  readonly markets: readonly MarketId[];
  readonly listing: RestAnswer;
};

function endpointsOf(network: string): IndexerEndpoints {
  try {
    return indexerEndpoints(network);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Adds what the REST client cannot know: what the user meant by the network. */
function explain(error: unknown, network: string): never {
  if (isIndexerRestError(error)) {
    if (error.status === 404) {
      throw new UsageError(
        `no Indexer at ${network}: the base URL usually ends in /v4, as in http://127.0.0.1:3002/v4`,
      );
    }
    if (error.failure === 'unreachable' && network === 'local') {
      throw new Error(`${error.message}; start one with: perpstream exchange`, { cause: error });
    }
  }
  throw error;
}

/**
 * Asks a network for its markets and chooses among them.
 *
 * @throws UsageError for an unknown network or market, IndexerRestError when the network does not answer
 */
export async function openNetwork(network: string, wanted: BotConfig['markets']): Promise<OpenNetwork> {
  const endpoints = endpointsOf(network);
  const { markets, answer } = await indexerRest({ restUrl: endpoints.restUrl, clock: systemClock })
    .perpetualMarkets()
    .catch((error: unknown) => explain(error, network));
  return { endpoints, listing: answer, markets: chooseMarkets(wanted, markets, network) };
}

/** The streams a trading run needs: facts and heights of the whole exchange, book and trades of each market. */
export function tradingStreams(markets: readonly MarketId[]): readonly StreamRequest[] {
  return [
    { channel: 'v4_markets' },
    { channel: 'v4_block_height' },
    ...markets.flatMap((id): StreamRequest[] => [
      { channel: 'v4_orderbook', id },
      { channel: 'v4_trades', id },
    ]),
  ];
}
