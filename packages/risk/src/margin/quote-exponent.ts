/** USDC has six decimals: one quote quantum is 10^-6 USDC. */
export const QUOTE_EXPONENT = -6;

/** Parts per million. */
export const ONE_MILLION = 1_000_000n;
