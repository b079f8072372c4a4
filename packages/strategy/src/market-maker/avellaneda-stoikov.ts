import { scarcityBps, type QuoteForm, type QuoteFormInput } from './quote-form';

/**
 * The quotes of Avellaneda and Stoikov with a horizon that is always as far away: reservation price s - q gamma sigma² tau
 * and spread gamma sigma² tau + (2/gamma) ln(1 + gamma/k). Arrivals at the mid have no part in it.
 *
 * @param horizonSeconds how far ahead inventory counts (tau = T - t), > 0
 * @see Avellaneda, Stoikov, "High-frequency trading in a limit order book" (2008), equations (29) and (30) of the preprint
 * @example avellanedaStoikov({ ...input, riskAversion: 0.1, volatilityBps: 2, decayPerBps: 1.5 }, 1).skewBps // 0.4
 */
export function avellanedaStoikov(input: QuoteFormInput, horizonSeconds: number): QuoteForm {
  const { volatilityBps, riskAversion } = input;
  const skewBps = riskAversion * volatilityBps * volatilityBps * horizonSeconds;
  return { skewBps, halfSpreadBps: scarcityBps(input) + skewBps / 2 };
}
