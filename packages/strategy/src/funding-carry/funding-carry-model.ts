import { marketId, spreadBps, type MarketId, type Reason, type StrategyInput } from '@perpstream/core';
import { bandedConviction, keepingConviction } from '../hedged/banded-conviction';
import { checkScores } from '../hedged/score-bounds';
import type { Idea } from '../portfolio/idea';
import { MarketTable } from '../portfolio/market-table';
import type { MarketView } from '../portfolio/market-view';
import type { PortfolioModel, PortfolioView } from '../portfolio/portfolio-model';
import type { PortfolioRules } from '../portfolio/portfolio-options';
import { AverageRate } from './average-rate';
import { carryBps, roundTripBps } from './expected-carry';
import type { FundingCarryParameters } from './funding-carry-options';

/** How a market moves with the hedge, as of its latest bar. */
type Bond = { readonly beta: number; readonly correlation: number };

/** Follows funding rates and how markets move with the hedge. One per subscription. */
export class FundingCarryModel implements PortfolioModel {
  readonly #table: MarketTable;
  readonly #rates = new Map<MarketId, AverageRate>();
  readonly #bonds = new Map<MarketId, Bond>();
  readonly #hedge: MarketId;

  constructor(private readonly settings: FundingCarryParameters & PortfolioRules) {
    this.#table = new MarketTable(settings.estimates);
    this.#hedge = marketId(settings.hedge);
  }

  observe(input: StrategyInput): void {
    if (input.kind === 'context' && input.nextFundingRate1h !== undefined) {
      this.#rateOf(input.marketId).add(input.nextFundingRate1h, input.receivedMs);
    }
    if (input.kind === 'bar') {
      this.#table.observe(input, input.receivedMs);
      this.#measure(input.marketId);
    }
  }

  ideas({ markets }: PortfolioView): readonly Idea[] {
    const hedge = markets.find(({ marketId }) => marketId === this.#hedge);
    if (hedge === undefined) return [];
    return markets.flatMap((market) => (market === hedge ? [] : [this.#idea(market, hedge)]));
  }

  #rateOf(marketId: MarketId): AverageRate {
    const rate = this.#rates.get(marketId) ?? new AverageRate(this.settings.averageHalfLifeMs);
    this.#rates.set(marketId, rate);
    return rate;
  }

  #measure(marketId: MarketId): void {
    const covariance = this.#table.covariance1h(marketId, this.#hedge);
    const variance = this.#table.covariance1h(this.#hedge, this.#hedge);
    const correlation = this.#table.correlation(marketId, this.#hedge);
    if (covariance === undefined || variance === undefined || correlation === undefined) this.#bonds.delete(marketId);
    else this.#bonds.set(marketId, { beta: covariance / variance, correlation });
  }

  #hedgeRatio({ beta }: Bond): number {
    const { hedgeRatio, minBeta, maxBeta } = this.settings;
    return hedgeRatio === 'dollar' ? 1 : Math.min(maxBeta, Math.max(minBeta, beta));
  }

  #idea(market: MarketView, hedge: MarketView): Idea {
    const bond = this.#bonds.get(market.marketId);
    const ratio = bond === undefined ? 1 : this.#hedgeRatio(bond);
    const opinion = bond && this.#rate(market, hedge, bond, ratio);
    return {
      key: `${market.marketId}/${hedge.marketId}`,
      conviction: opinion?.conviction,
      legs: [
        { marketId: market.marketId, weight: 1 },
        { marketId: hedge.marketId, weight: -ratio },
      ],
      reasons: opinion?.reasons ?? [],
    };
  }

  /** The average and the predicted carry of a long; undefined until the averages are warm. */
  #carries(market: MarketView, hedge: MarketView, ratio: number): { average: number; predicted: number } | undefined {
    const { horizonMs, warmUpMs } = this.settings;
    const [own, other] = [this.#rateOf(market.marketId), this.#rateOf(hedge.marketId)];
    if (Math.min(own.coveredMs, other.coveredMs) < warmUpMs) return undefined;
    return {
      average: carryBps({ market: own.average, hedge: other.average }, ratio, horizonMs),
      predicted: carryBps({ market: own.latest, hedge: other.latest }, ratio, horizonMs),
    };
  }

  #rate(
    market: MarketView,
    hedge: MarketView,
    { correlation }: Bond,
    ratio: number,
  ): Pick<Idea, 'conviction' | 'reasons'> | undefined {
    const { settings } = this;
    const carries = this.#carries(market, hedge, ratio);
    if (carries === undefined || market.top === undefined || hedge.top === undefined) return undefined;
    const { average, predicted } = carries;
    const spreads = { market: spreadBps(market.top), hedge: spreadBps(hedge.top) };
    const costs = roundTripBps(spreads, ratio, settings.feeBps);
    const enterAt = costs + settings.minEdgeBps;
    const scores = checkScores([market, hedge], settings.scores);
    const isBroken = correlation < settings.breakCorrelation;
    const mayEnter =
      scores.mayEnter &&
      correlation >= settings.minCorrelation &&
      Math.sign(average) * predicted > settings.exitEdgeBps;
    const full = bandedConviction(average, { exitAt: settings.exitEdgeBps, enterAt }, settings.hysteresis);
    const conviction = mayEnter ? full : keepingConviction(full, settings.hysteresis);
    const reasons: Reason[] = [
      { name: 'carry-bps', value: average, bound: enterAt },
      { name: 'predicted-carry-bps', value: predicted, bound: settings.exitEdgeBps },
      { name: 'round-trip-bps', value: costs },
      { name: 'hedge-ratio', value: ratio },
      {
        name: 'hedge-correlation',
        value: correlation,
        bound: isBroken ? settings.breakCorrelation : settings.minCorrelation,
      },
      ...scores.reasons,
    ];
    return { conviction: isBroken ? 0 : conviction, reasons };
  }
}
