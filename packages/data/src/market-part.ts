import type { Block, MarketData } from '@perpstream/core';

/** An input that belongs to one market. */
export type MarketInput = Exclude<MarketData, Block>;

/** Takes what a part has to say, at once and in order. */
export type Emit<Out> = (event: Out) => void;

/** One job for one market: it keeps the state of that market and emits what follows from each input. */
export interface MarketPart {
  handle(event: MarketInput): void;
  handleBlock?(block: Block): void;
}
