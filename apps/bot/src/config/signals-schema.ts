import {
  basisDefaults,
  bookImbalanceDefaults,
  fundingDefaults,
  leadLagDefaults,
  liquidationPressureDefaults,
  liquidityDefaults,
  meanReversionDefaults,
  momentumDefaults,
  openInterestDefaults,
  tradeFlowDefaults,
  trendDefaults,
  volatilityDefaults,
  volumeDefaults,
  type BasisOptions,
  type BookImbalanceOptions,
  type FundingOptions,
  type LeadLagOptions,
  type LiquidationPressureOptions,
  type LiquidityOptions,
  type MeanReversionOptions,
  type MomentumOptions,
  type OpenInterestOptions,
  type TradeFlowOptions,
  type TrendOptions,
  type VolatilityOptions,
  type VolumeOptions,
} from '@perpstream/signals';
import { z } from 'zod';
import { schemaOfOptions, type FurtherOptions } from './schema-of-options';

const ms = z.number();
const price = z.union([z.enum(['micro', 'mid']), z.strictObject({ barMs: ms })], {
  error: 'expected micro, mid or { barMs: 60000 }',
});
const horizon = z.strictObject({ fastHalfLifeMs: ms, slowHalfLifeMs: ms, weight: z.number() });

/** Scores are known to strategies by the names of their engines: these cannot be changed. */
function engine<Options>(
  defaults: { readonly name: string },
  further: FurtherOptions = {},
): z.ZodType<Omit<Options, 'name'>, object | undefined> {
  const schema = schemaOfOptions(defaults, { warmUpMs: ms, ...further })
    .omit({ name: true })
    .prefault({});
  return schema as unknown as z.ZodType<Omit<Options, 'name'>, object | undefined>;
}

/** The options of every signal. What is left out is up to the signal, and with `price: { barMs }` fits the bars. */
export const signalsSchema = z.strictObject({
  momentum: engine<MomentumOptions>(momentumDefaults, {
    price,
    horizons: z.array(horizon),
    fastHalfLifeMs: ms,
    slowHalfLifeMs: ms,
  }),
  trend: engine<TrendOptions>(trendDefaults),
  meanReversion: engine<MeanReversionOptions>(meanReversionDefaults, { price }),
  volume: engine<VolumeOptions>(volumeDefaults, { barMs: ms }),
  volatility: engine<VolatilityOptions>(volatilityDefaults, { price }),
  bookImbalance: engine<BookImbalanceOptions>(bookImbalanceDefaults),
  tradeFlow: engine<TradeFlowOptions>(tradeFlowDefaults, { barMs: ms }),
  liquidity: engine<LiquidityOptions>(liquidityDefaults, { barMs: ms }),
  funding: engine<FundingOptions>(fundingDefaults),
  basis: engine<BasisOptions>(basisDefaults, { price }),
  openInterest: engine<OpenInterestOptions>(openInterestDefaults, { price }),
  liquidationPressure: engine<LiquidationPressureOptions>(liquidationPressureDefaults, {
    barMs: ms,
  }),
  leadLag: engine<LeadLagOptions>(leadLagDefaults, { price }),
});

/** What every signal is told. */
export type SignalsConfig = z.output<typeof signalsSchema>;
