import type { Brand } from './brand';

/** A size as the chain counts it: integer base quantums; one quantum is 10^atomicResolution of the base asset. */
export type Quantums = Brand<bigint, 'Quantums'>;

/** An order price as the chain counts it: integer subticks. */
export type Subticks = Brand<bigint, 'Subticks'>;

/** Money as the chain counts it: integer quote quantums of 10^`QUOTE_EXPONENT` USDC. */
export type QuoteQuantums = Brand<bigint, 'QuoteQuantums'>;

/** The power of ten that turns quote quantums into USDC, which has six decimals. */
export const QUOTE_EXPONENT: -6 = -6;
