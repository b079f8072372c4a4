import { indexerRest, type ListedMarket } from '@perpstream/connection';
import { type Fault, type MarketId } from '@perpstream/core';
import { type BotConfig } from '../config/config-schema';
import { loadConfig } from '../config/load-config';
import { marketLines } from '../markets/market-lines';
import { type MarketRow } from '../markets/market-row';
import { MarketWatch } from '../markets/market-watch';
import { rowOfListing } from '../markets/rest-rows';
import { sortRows, type MarketOrder } from '../markets/sort-rows';
import { openBotFeed } from '../run/bot-feed';
import { endOfRun } from '../run/end-of-run';
import { openNetwork, tradingStreams, type OpenNetwork } from '../run/open-network';
import { systemClock } from '../run/system-clock';
import { withMarkets } from './chosen-markets';
import { EXIT } from './common-options';

export type MarketsOptions = {
  readonly network: string;
  /** `all`, or tickers with commas between; the 20 with most volume when absent. */
  readonly markets?: string;
  readonly sort: MarketOrder;
  /** Time to listen to the stream in milliseconds; 0 takes the books from the REST interface. */
  readonly for: number;
  readonly json?: boolean;
};

const BY_DEFAULT = { top: 20 } as const;

/** So long that within one run every book is compared once, soon after its snapshot. */
const AUDIT_ONCE_MS = 86_400_000;

function say({ where, message }: Fault): void {
  process.stderr.write(`perpstream: ${where}: ${message}\n`);
}

type Seen = { readonly rows: readonly MarketRow[]; readonly isInterrupted: boolean };

async function listen(opened: OpenNetwork, config: BotConfig, forMs: number): Promise<Seen> {
  const watch = new MarketWatch(config, { report: say });
  const feed = { ...config.feed, auditEveryMs: AUDIT_ONCE_MS };
  const { inputs$ } = openBotFeed(opened, {
    streams: tradingStreams(opened.markets),
    config: { feed },
    faults: { report: say },
  });
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => (failed = reject));
  watch.handle(opened.listing);
  const listening = inputs$.subscribe({
    next: (input) => {
      try {
        watch.handle(input);
      } catch (error) {
        failed(error);
      }
    },
    error: failed,
  });
  try {
    const reason = await endOfRun(forMs, failure);
    return { rows: watch.rows(opened.markets, systemClock.now()), isInterrupted: reason === 'interrupted' };
  } finally {
    listening.unsubscribe();
    watch.stop();
  }
}

async function askBooks({ endpoints, markets }: OpenNetwork): Promise<Seen> {
  const rest = indexerRest({ restUrl: endpoints.restUrl, clock: systemClock });
  const { markets: listed } = await rest.perpetualMarkets();
  const byId = new Map<MarketId, ListedMarket>(listed.map((market) => [market.marketId, market]));
  const rows = await Promise.all(
    markets.map(async (marketId) =>
      rowOfListing(byId.get(marketId) ?? { marketId, facts: {} }, await rest.orderBook(marketId)),
    ),
  );
  return { rows, isInterrupted: false };
}

/** `perpstream markets`: what there is to trade, and how good the data of it are. */
export async function markets(options: MarketsOptions): Promise<number> {
  const { network, sort, json = false } = options;
  const config = withMarkets({ ...(await loadConfig(undefined)), markets: BY_DEFAULT }, options.markets);
  const opened = await openNetwork(network, config.markets);
  const seen = await (options.for > 0 ? listen(opened, config, options.for) : askBooks(opened));
  const rows = sortRows(seen.rows, sort);
  const lines = json ? [JSON.stringify({ network, markets: rows })] : marketLines(rows);
  process.stdout.write(`${lines.join('\n')}\n`);
  return seen.isInterrupted ? EXIT.interrupted : EXIT.done;
}
