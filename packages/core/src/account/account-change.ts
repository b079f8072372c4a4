import type { Stamp } from '../input/stamp';
import type { Fill } from '../order/execution-report';
import type { MarketId } from '../units/market-id';
import type { QuoteQuantums } from '../units/quantums';

/**
 * A change of the account that no order of the bot made.
 *
 * - `forced-fill`: the exchange closed (part of) a position. `LIQUIDATED` against the book, `DELEVERAGED` against another
 *   account at the bankruptcy price; `MANUAL`: the owner traded by hand. The fee of the fill is what was taken for it, the
 *   liquidation fee included.
 * - `transfer`: USDC came (> 0) or went (< 0), neither gained nor lost.
 */
export type AccountChange = Stamp &
  (
    | {
        readonly kind: 'forced-fill';
        readonly marketId: MarketId;
        readonly reason: 'LIQUIDATED' | 'DELEVERAGED' | 'MANUAL';
        readonly fill: Fill;
      }
    | { readonly kind: 'transfer'; readonly quoteQuantums: QuoteQuantums }
  );
