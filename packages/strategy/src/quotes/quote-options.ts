import type { SchedulerLike } from 'rxjs';
import { checkEstimates, estimateDefaults, type EstimateOptions } from '../portfolio/estimate-options';
import { countingNumber, demand, notNegative, positive, type Bound } from '../portfolio/demand';
import { checkUniverse, universeDefaults, type UniverseOptions } from '../universe/universe-options';
import { demandOptions } from './demand-options';
import type { CreateQuoteModel } from './quote-model';

/**
 * Short-term orders and cancels that one account may send, per number of blocks.
 *
 * @see the `block_rate` limits of the dYdX chain (`x/clob/rate_limit`); its equity tiers bound stateful orders alone
 */
const RATE_LIMIT = { messages: 4_000, blocks: 5 };

/** A requote of both sides: two cancels and two orders. */
const MESSAGES_PER_REQUOTE = 4;

/** What every quoting strategy can be told besides what is its own. Plain data. */
export type QuoteOptions = {
  /** Which markets may be quoted; its spread and depth are those of the others, without own quotes. */
  readonly universe: UniverseOptions;
  /** From what `volatility1h` is estimated. */
  readonly estimates: EstimateOptions;
  /** Narrowest spread of a market that is quoted, in basis points of the mid, >= 0. */
  readonly minSpreadBps: number;
  /** Most markets quoted at once: the first ones that may be, an integer >= 1. */
  readonly maxMarkets: number;
  /** Largest position per market, in USD at the mid, > 0; at it the reducing side alone is quoted. */
  readonly maxInventoryUsd: number;
  /** Quotes worth less are left out, in USD, >= 0. */
  readonly minQuoteUsd: number;
  /** A quote stays where it is until its price should move by more than this, in basis points, >= 0. */
  readonly repriceBps: number;
  /** A quote keeps its size until it should change by more than this share of the larger one, in [0, 1). */
  readonly resizeFraction: number;
  /** Blocks between two decisions for one market, an integer >= 1. Withdrawals do not wait. */
  readonly requoteBlocks: number;
  /** Without a block for so long, other inputs give the beat, at most so often, in ms, > 0. */
  readonly blockFallbackMs: number;
  /**
   * A quote of which the account shows no open order for so long (refused, or given up) is taken back and made anew, in ms,
   * > 0. Longer than the account takes to show an order and than the pause between two lives of a renewed one.
   */
  readonly renewMs: number;
};

/** The defaults of every quoting strategy. */
export const quoteDefaults: QuoteOptions = {
  universe: { ...universeDefaults, maxSpreadBps: 50 },
  estimates: estimateDefaults,
  minSpreadBps: 0,
  maxMarkets: 3,
  maxInventoryUsd: 2_500,
  minQuoteUsd: 10,
  repriceBps: 1,
  resizeFraction: 0.25,
  requoteBlocks: 1,
  blockFallbackMs: 2_000,
  renewMs: 15_000,
};

/** What a person writes: any of the options, any part of their groups. */
export type PartialQuoteOptions = Partial<Omit<QuoteOptions, 'universe' | 'estimates'>> & {
  readonly universe?: Partial<UniverseOptions>;
  readonly estimates?: Partial<EstimateOptions>;
};

/** What `quoteStrategy` can be told. */
export type QuoteStrategyOptions = PartialQuoteOptions & {
  /** Name of the strategy in its decisions. */
  readonly name: string;
  /** Holds the time: the `EventScheduler` that the inputs move. */
  readonly scheduler: SchedulerLike;
  readonly createModel: CreateQuoteModel;
};

/** The options with every default filled in, checked. */
export type QuoteSettings = Omit<QuoteStrategyOptions, keyof QuoteOptions> & QuoteOptions;

const belowOne: Bound = { holds: (value) => value >= 0 && value < 1, words: 'in [0, 1)' };

function checkSpreads({ minSpreadBps, universe }: QuoteSettings): void {
  demand('minSpreadBps', minSpreadBps, {
    holds: (value) => value >= 0 && value < universe.maxSpreadBps,
    words: `>= 0 and below universe.maxSpreadBps = ${universe.maxSpreadBps}`,
  });
}

function checkRate({ maxMarkets, requoteBlocks }: QuoteSettings): void {
  const most = Math.floor((RATE_LIMIT.messages / RATE_LIMIT.blocks / MESSAGES_PER_REQUOTE) * requoteBlocks);
  demand('maxMarkets', maxMarkets, {
    holds: (value) => value <= most,
    words: `at most ${most} with requoteBlocks ${requoteBlocks}, by the rate limit of the chain`,
  });
}

/**
 * Fills in the defaults and checks every option.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function quoteSettings(options: QuoteStrategyOptions): QuoteSettings {
  const universe = { ...quoteDefaults.universe, ...options.universe };
  const estimates = { ...quoteDefaults.estimates, ...options.estimates };
  const settings: QuoteSettings = { ...quoteDefaults, ...options, universe, estimates };
  if (settings.name === '') throw new RangeError('name must not be empty, was ""');
  checkUniverse(universe);
  checkEstimates(estimates);
  demandOptions(settings, {
    maxMarkets: countingNumber,
    maxInventoryUsd: positive,
    minQuoteUsd: notNegative,
    repriceBps: notNegative,
    resizeFraction: belowOne,
    requoteBlocks: countingNumber,
    blockFallbackMs: positive,
    renewMs: positive,
  });
  checkSpreads(settings);
  checkRate(settings);
  return settings;
}
