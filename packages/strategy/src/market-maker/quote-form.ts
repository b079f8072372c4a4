/** How often takers come, by the distance of a quote from the mid: `arrivalsPerSecond` x exp(-`decayPerBps` x distance). */
export type Intensity = {
  /** Arrivals per second and side at the mid, > 0 (A in the papers). */
  readonly arrivalsPerSecond: number;
  /** How fast they get rarer with the distance, per basis point, > 0 (k in the papers). */
  readonly decayPerBps: number;
};

/** What the quotes of the models depend on. Prices are distances in basis points, inventory is counted in lots of one quote. */
export type QuoteFormInput = Intensity & {
  /** Standard deviation of the mid in basis points per square root of a second, >= 0 (sigma). */
  readonly volatilityBps: number;
  /** Risk aversion per basis point and lot, > 0 (gamma). */
  readonly riskAversion: number;
};

/** Where a model quotes: around mid - `skewBps` x lots held, `halfSpreadBps` to either side. */
export type QuoteForm = { readonly halfSpreadBps: number; readonly skewBps: number };

/** What a taker pays for being rare, without any risk of inventory: (1/gamma) ln(1 + gamma/k). */
export function scarcityBps({ riskAversion, decayPerBps }: QuoteFormInput): number {
  return Math.log1p(riskAversion / decayPerBps) / riskAversion;
}
