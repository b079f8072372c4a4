import type { Brand } from './brand';

/** A size as the chain counts it: integer base quantums; one quantum is 10^atomicResolution of the base asset. */
export type Quantums = Brand<bigint, 'Quantums'>;

/** An order price as the chain counts it: integer subticks. */
export type Subticks = Brand<bigint, 'Subticks'>;

/** Money as the chain counts it: integer quote quantums, one is 10^-6 USDC. */
export type QuoteQuantums = Brand<bigint, 'QuoteQuantums'>;
