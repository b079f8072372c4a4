import type { Block } from '@perpstream/core';
import type { MarketInput, MarketPart } from './market-part';

/** The jobs for one market. */
export type MarketJobs = {
  readonly context: MarketPart;
  readonly book: MarketPart;
  readonly trades: Required<MarketPart>;
  readonly quality: MarketPart;
};

/**
 * All jobs for one market. An input goes to those that it concerns and to no other, so that book frames, by far the most,
 * cost nothing for the rest; in the order in which the outputs are due, quality last.
 */
export class MarketPipeline implements MarketPart {
  constructor(private readonly jobs: MarketJobs) {}

  handle(event: MarketInput): void {
    const { context, book, trades, quality } = this.jobs;
    switch (event.kind) {
      case 'book-change':
      case 'book-snapshot':
      case 'book-audit':
        book.handle(event);
        break;
      case 'trades':
      case 'candles':
        trades.handle(event);
        break;
      case 'oracle':
      case 'market':
        context.handle(event);
        break;
      case 'gap':
      case 'doubt':
        context.handle(event);
        book.handle(event);
        trades.handle(event);
    }
    quality.handle(event);
  }

  handleBlock(block: Block): void {
    this.jobs.trades.handleBlock(block);
  }
}
