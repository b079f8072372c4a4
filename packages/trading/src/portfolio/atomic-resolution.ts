import type { Quantums } from '@perpstream/core';

/**
 * The power of ten that turns quantums into base units, read off a size that is stated in both, so that an order or fill
 * can be accounted for before the market's rules were seen.
 */
export function atomicResolutionOf(size: { readonly quantums: Quantums; readonly sizeBase: number }): number {
  return Math.round(Math.log10(size.sizeBase / Number(size.quantums)));
}
