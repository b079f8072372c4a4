import type { SchedulerLike } from 'rxjs';
import { demand, notNegative, positive } from '../portfolio/demand';
import { demandOptions, finite } from '../quotes/demand-options';
import { quoteDefaults, type PartialQuoteOptions, type QuoteOptions } from '../quotes/quote-options';

/** What the market maker can be told besides what every quoting strategy can. Plain data. */
export type MarketMakerTuning = {
  /** The model: `glft` looks infinitely far ahead, `avellaneda-stoikov` `horizonMs`. */
  readonly form: 'glft' | 'avellaneda-stoikov';
  readonly horizonMs: number;
  /** Risk aversion per basis point and lot, > 0: how hard inventory pushes the quotes (gamma). */
  readonly riskAversion: number;
  /** Arrivals of takers per second and side at the mid, > 0 (A), and how fast they get rarer per basis point, > 0 (k). */
  readonly arrivalsPerSecond: number;
  readonly decayPerBps: number;
  /** Whether A and k are learnt from trades, the two above being where that starts; or stay what they are. */
  readonly estimateIntensity: boolean;
  /** Arrivals that the start counts for, > 0, and the time after which a seen one counts half, in ms, > 0. */
  readonly priorArrivals: number;
  readonly intensityHalfLifeMs: number;
  /** Least volatility that is believed, as standard deviation of the log return of one hour, > 0. */
  readonly minVolatility1h: number;
  /** Worth of one quote in USD, > 0: the lot in which inventory is counted. */
  readonly orderUsd: number;
  /** Fee of a maker in basis points of the notional; below 0 is a rebate. */
  readonly makerFeeBps: number;
  /** By how much a fill moves the mid against it, in basis points, >= 0 (xi). */
  readonly adverseSelectionBps: number;
  /** What is left at least of the half spread after fee and adverse selection, in basis points, > 0. */
  readonly minEdgeBps: number;
  /** By how much of itself the half spread grows at a `volatility` score of 100, >= 0; none at 50 or below. */
  readonly volatilityWidening: number;
  /** By how much of itself the half spread grows when the `tradeFlow` score is 0 or 100, >= 0. */
  readonly toxicityWidening: number;
  /** By how much scores of 100 move both quotes up, and 0 down, in basis points, >= 0. 0: the score is not looked at. */
  readonly tradeFlowSkewBps: number;
  readonly bookImbalanceSkewBps: number;
  /** For how long funding counts as if inventory were held, in ms, >= 0. */
  readonly fundingHorizonMs: number;
};

/** The defaults of the market maker. */
export const marketMakerDefaults: QuoteOptions & MarketMakerTuning = {
  ...quoteDefaults,
  form: 'glft',
  horizonMs: 60_000,
  riskAversion: 0.05,
  arrivalsPerSecond: 0.2,
  decayPerBps: 0.5,
  estimateIntensity: true,
  priorArrivals: 50,
  intensityHalfLifeMs: 1_800_000,
  minVolatility1h: 0.001,
  orderUsd: 500,
  makerFeeBps: 1,
  adverseSelectionBps: 0.5,
  minEdgeBps: 0.5,
  volatilityWidening: 1,
  toxicityWidening: 0.5,
  tradeFlowSkewBps: 1,
  bookImbalanceSkewBps: 1,
  fundingHorizonMs: 3_600_000,
};

/** What `marketMaker` can be told: any of the options, and the scheduler that holds the time. */
export type MarketMakerOptions = PartialQuoteOptions &
  Partial<MarketMakerTuning> & { readonly scheduler: SchedulerLike };

/** What the model is made with. */
export type MarketMakerSettings = MarketMakerTuning & Pick<QuoteOptions, 'maxInventoryUsd'>;

/**
 * Fills in the defaults and checks what is the market maker's own.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function marketMakerSettings(options: MarketMakerOptions): MarketMakerSettings {
  const settings: MarketMakerSettings = { ...marketMakerDefaults, ...options };
  if (settings.form !== 'glft' && settings.form !== 'avellaneda-stoikov') {
    throw new RangeError(`form must be glft or avellaneda-stoikov, was ${String(settings.form)}`);
  }
  demandOptions(settings, {
    horizonMs: positive,
    riskAversion: positive,
    arrivalsPerSecond: positive,
    decayPerBps: positive,
    priorArrivals: positive,
    intensityHalfLifeMs: positive,
    minVolatility1h: positive,
    orderUsd: positive,
    makerFeeBps: finite,
    adverseSelectionBps: notNegative,
    minEdgeBps: positive,
    volatilityWidening: notNegative,
    toxicityWidening: notNegative,
    tradeFlowSkewBps: notNegative,
    bookImbalanceSkewBps: notNegative,
    fundingHorizonMs: notNegative,
  });
  const { orderUsd, maxInventoryUsd } = settings;
  demand('orderUsd', orderUsd, {
    holds: (value) => value <= maxInventoryUsd,
    words: `at most maxInventoryUsd = ${maxInventoryUsd}`,
  });
  return settings;
}
