import { midPriceUsd, type ProcessedMarketData, type Reason } from '@perpstream/core';
import { quoteSides, type Quote, type QuoteModel, type QuotePlan, type QuoteView } from '../quotes/quote-model';
import { ArrivalIntensity } from './arrival-intensity';
import { avellanedaStoikov } from './avellaneda-stoikov';
import { glft } from './glft';
import type { MarketMakerSettings } from './market-maker-options';
import type { Intensity, QuoteForm, QuoteFormInput } from './quote-form';
import { scoreLeaning, type ScoreLeaning } from './score-leaning';

const BPS = 10_000;
const SECONDS_PER_HOUR = 3_600;
const MS_PER_SECOND = 1_000;
const MS_PER_HOUR = SECONDS_PER_HOUR * MS_PER_SECOND;

/** Where the quotes of one moment are, all in basis points of the mid. */
type Placing = { readonly centreBps: number; readonly halfSpreadBps: number; readonly costBps: number };

/** Quotes one market: prices by the model of the options, moved and widened by scores, funding and costs. */
export class MarketMakerModel implements QuoteModel {
  readonly #settings: MarketMakerSettings;
  readonly #intensity: ArrivalIntensity | undefined;

  constructor(settings: MarketMakerSettings) {
    this.#settings = settings;
    const { arrivalsPerSecond, decayPerBps, priorArrivals, intensityHalfLifeMs: halfLifeMs } = settings;
    if (settings.estimateIntensity) {
      this.#intensity = new ArrivalIntensity({ arrivalsPerSecond, decayPerBps, priorArrivals, halfLifeMs });
    }
  }

  observe(event: ProcessedMarketData): void {
    if (event.kind === 'book') this.#intensity?.observeMid(midPriceUsd(event.top), event.receivedMs);
    if (event.kind === 'flow') this.#intensity?.observeFlow(event);
    if (event.kind === 'quality' && event.level !== 'live') this.#intensity?.pause(event.receivedMs);
  }

  quotes(view: QuoteView): QuotePlan | undefined {
    const { scores, volatility1h } = view.market;
    const leaning = scoreLeaning(scores, this.#settings);
    if (leaning === undefined || volatility1h === undefined) return undefined;
    const input = this.#formInput(volatility1h, view.nowMs);
    const form = this.#form(input);
    const placing = this.#place(view, form, leaning);
    const { halfSpreadBps, costBps } = placing;
    return {
      ...this.#sides(view, placing),
      confidence: 1 - costBps / halfSpreadBps,
      reasons: [...this.#reasons(view, input, form, placing), ...leaning.reasons],
    };
  }

  #formInput(volatility1h: number, nowMs: number): QuoteFormInput {
    const { minVolatility1h, riskAversion } = this.#settings;
    const volatilityBps = (Math.max(minVolatility1h, volatility1h) * BPS) / Math.sqrt(SECONDS_PER_HOUR);
    return { ...this.#intensityAt(nowMs), volatilityBps, riskAversion };
  }

  #intensityAt(nowMs: number): Intensity {
    if (this.#intensity !== undefined) return this.#intensity.at(nowMs);
    const { arrivalsPerSecond, decayPerBps } = this.#settings;
    return { arrivalsPerSecond, decayPerBps };
  }

  #form(input: QuoteFormInput): QuoteForm {
    const { form, horizonMs, adverseSelectionBps } = this.#settings;
    if (form === 'glft') return glft(input, adverseSelectionBps);
    return avellanedaStoikov(input, horizonMs / MS_PER_SECOND);
  }

  #place({ market, inventoryUsd }: QuoteView, form: QuoteForm, { leanBps, widening }: ScoreLeaning): Placing {
    const { orderUsd, makerFeeBps, adverseSelectionBps, minEdgeBps, fundingHorizonMs } = this.#settings;
    // A rebate is no reason to quote at the mid.
    const costBps = Math.max(0, makerFeeBps + adverseSelectionBps);
    const fundingBps = (market.context?.nextFundingRate1h ?? 0) * BPS * (fundingHorizonMs / MS_PER_HOUR);
    // Longs pay a positive rate: a unit is worth that much less to whoever holds it.
    const centreBps = leanBps - fundingBps - form.skewBps * (inventoryUsd / orderUsd);
    const modelBps = (makerFeeBps + form.halfSpreadBps) * widening;
    return { centreBps, halfSpreadBps: Math.max(modelBps, costBps + minEdgeBps), costBps };
  }

  #sides(
    { market: { top }, inventoryUsd }: QuoteView,
    { centreBps, halfSpreadBps }: Placing,
  ): Pick<QuotePlan, 'bid' | 'ask'> {
    const { orderUsd, maxInventoryUsd } = this.#settings;
    const midUsd = midPriceUsd(top);
    const quote = (sign: 1 | -1): Quote | undefined => {
      const priceUsd = midUsd * (1 + (centreBps - sign * halfSpreadBps) / BPS);
      // What adds to the inventory gets smaller as it fills up; what reduces it stays whole.
      const left = Math.min(1, Math.max(0, 1 - (sign * inventoryUsd) / maxInventoryUsd));
      return priceUsd > 0 && left > 0 ? { priceUsd, sizeBase: (orderUsd * left) / midUsd } : undefined;
    };
    return quoteSides(quote(1), quote(-1));
  }

  #reasons({ inventoryUsd }: QuoteView, input: QuoteFormInput, form: QuoteForm, placing: Placing): Reason[] {
    const { orderUsd, minEdgeBps } = this.#settings;
    return [
      { name: 'inventory-lots', value: inventoryUsd / orderUsd },
      { name: 'half-spread-bps', value: placing.halfSpreadBps, bound: placing.costBps + minEdgeBps },
      { name: 'centre-bps', value: placing.centreBps },
      { name: 'skew-bps-per-lot', value: form.skewBps },
      { name: 'volatility-bps-per-root-second', value: input.volatilityBps },
      { name: 'arrivals-per-second', value: input.arrivalsPerSecond },
      { name: 'decay-per-bps', value: input.decayPerBps },
    ];
  }
}
