/** What a number may be, and that in words. */
export type Range = { readonly text: string; readonly holds: (value: number) => boolean };

/** Infinity, which switches a bound off, included. */
export const positive: Range = { text: '> 0', holds: (value) => value > 0 };
export const finitePositive: Range = { text: 'finite and > 0', holds: (value) => value > 0 && value < Infinity };
export const finiteNotNegative: Range = { text: 'finite and >= 0', holds: (value) => value >= 0 && value < Infinity };
export const fractionBelowOne: Range = { text: 'in [0, 1)', holds: (value) => value >= 0 && value < 1 };
