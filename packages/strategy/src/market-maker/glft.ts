import { scarcityBps, type QuoteForm, type QuoteFormInput } from './quote-form';

/**
 * The quotes of Guéant, Lehalle and Fernandez-Tapia far from any end of trading, in closed form with market impact:
 *
 * c = e^(k xi / 4) sqrt(sigma² gamma / (2 k A) (1 + gamma/k)^(1 + k/gamma))
 *
 * bid distance = (1/gamma) ln(1 + gamma/k) + xi/2 + (2q + 1)/2 c, ask distance the same with -(2q - 1)/2 c; so the half
 * spread is (1/gamma) ln(1 + gamma/k) + xi/2 + c/2, and every lot q held moves both quotes by c.
 *
 * @param impactBps by how much a fill moves the mid against it (xi), >= 0: the allowance for adverse selection
 * @see Guéant, Lehalle, Fernandez-Tapia, "Dealing with the inventory risk" (2013), arXiv 1105.3115v5, sections 4 and 5.2
 * @example glft({ riskAversion: 0.01, volatilityBps: 0.3, arrivalsPerSecond: 0.9, decayPerBps: 0.3 }, 0).skewBps // 0.0679
 */
export function glft(input: QuoteFormInput, impactBps: number): QuoteForm {
  const { volatilityBps, riskAversion: gamma, arrivalsPerSecond, decayPerBps: k } = input;
  const variance = (volatilityBps * volatilityBps * gamma) / (2 * k * arrivalsPerSecond);
  // (1 + gamma/k)^(1 + k/gamma) by its logarithm: for small gamma it is e, and the power alone would lose digits.
  const power = Math.exp((1 + k / gamma) * Math.log1p(gamma / k));
  const skewBps = Math.exp((k * impactBps) / 4) * Math.sqrt(variance * power);
  return { skewBps, halfSpreadBps: scarcityBps(input) + impactBps / 2 + skewBps / 2 };
}
