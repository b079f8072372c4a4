/** The numbers that faults of markets may have, whoever asks for them. */
export const MARKET_FAULT_RANGES = {
  /** Of a price, as a fraction. */
  by: [-0.99, 10],
  /** Of depth: never 0, a book is not empty. */
  factor: [0.01, 100],
  openInterestUsd: [1, 1e12],
} as const;
