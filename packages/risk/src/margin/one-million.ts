/** Parts per million, the unit in which the chain states fractions. */
export const ONE_MILLION = 1_000_000n;
