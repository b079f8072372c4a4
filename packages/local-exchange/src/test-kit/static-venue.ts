import type { ChannelUpdate } from '../venue/channel-update';
import type { IndexerMarket } from '../venue/indexer-shapes';
import type { Venue, VenueRuntime } from '../venue/venue';
import { VenueState } from '../venue/venue-state';

/** A market object with the fields that tests look at. */
export function listing(ticker: string): IndexerMarket {
  return { clobPairId: '0', ticker, status: 'ACTIVE', oraclePrice: '100', tickSize: '0.1', stepSize: '0.01' };
}

/** A venue that publishes what a test tells it to. Lists the given markets. */
export class StaticVenue implements Venue {
  readonly state: VenueState = new VenueState();
  firstSubscriptions = 0;
  isClosed = false;
  runtime: VenueRuntime | undefined;

  constructor(tickers: readonly string[] = ['AAA-USD', 'BBB-USD']) {
    const trading = Object.fromEntries(tickers.map((ticker) => [ticker, listing(ticker)]));
    this.state.apply({ channel: 'v4_markets', id: 'v4_markets', contents: { trading } });
  }

  open(runtime: VenueRuntime): Promise<void> {
    this.runtime = runtime;
    return Promise.resolve();
  }

  publish(update: ChannelUpdate): void {
    this.state.apply(update);
    this.runtime?.publish(update);
  }

  bid(ticker: string, price: string, size: string): void {
    this.publish({ channel: 'v4_orderbook', id: ticker, contents: { bids: [[price, size]] } });
  }

  ask(ticker: string, price: string, size: string): void {
    this.publish({ channel: 'v4_orderbook', id: ticker, contents: { asks: [[price, size]] } });
  }

  block(height: number): void {
    const contents = { blockHeight: String(height), time: '2026-03-01T00:00:00.000Z' };
    this.publish({ channel: 'v4_block_height', id: 'v4_block_height', contents });
  }

  trade(ticker: string, id: string, price = '100'): void {
    const trade = { id, size: '1', price, side: 'BUY', createdAt: '2026-03-01T00:00:00.000Z', type: 'LIMIT' } as const;
    this.publish({ channel: 'v4_trades', id: ticker, contents: { trades: [trade] } });
  }

  firstSubscription(): void {
    this.firstSubscriptions += 1;
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}
