import type { Stamp } from '../input/stamp';
import type { Side } from '../market/market-data';
import type { MarketId } from '../units/market-id';
import type { UnixMs } from '../units/unix-ms';

/** Status of an order as the Indexer states it; unknown ones stay as text. */
export type IndexerOrderStatus =
  'OPEN' | 'FILLED' | 'CANCELED' | 'BEST_EFFORT_OPENED' | 'BEST_EFFORT_CANCELED' | 'UNTRIGGERED' | 'ERROR' | 'UNKNOWN';

/** A sparse patch of one order: merge it by `id`, absence never means reset. Sizes in base units, prices in USD. */
export type AccountOrder = {
  readonly id: string;
  readonly clientId?: number;
  readonly marketId?: MarketId;
  readonly clobPairId?: number;
  readonly side?: Side;
  readonly sizeBase?: number;
  readonly priceUsd?: number;
  readonly status?: IndexerOrderStatus;
  readonly timeInForce?: string;
  readonly postOnly?: boolean;
  readonly reduceOnly?: boolean;
  /** 0 short-term, 32 conditional, 64 long-term, 128 TWAP. */
  readonly orderFlags?: number;
  readonly goodTilBlock?: number;
  readonly totalFilledBase?: number;
  readonly totalOptimisticFilledBase?: number;
  readonly removalReason?: string;
};

/** One fill of the account. `feeUsd` < 0 is a rebate. */
export type AccountFill = {
  readonly id: string;
  readonly marketId: MarketId;
  readonly side: Side;
  readonly liquidity: 'taker' | 'maker';
  readonly type: string;
  readonly sizeBase: number;
  readonly priceUsd: number;
  readonly feeUsd?: number;
  readonly orderId?: string;
  readonly exchangeMs: UnixMs;
  readonly height?: number;
};

/** A perpetual position as the Indexer states it. `sizeBase` is signed, negative for short. */
export type AccountPosition = {
  readonly marketId: MarketId;
  readonly status: 'OPEN' | 'CLOSED' | 'LIQUIDATED' | 'UNKNOWN';
  readonly sizeBase: number;
  readonly entryPriceUsd?: number;
  readonly realizedPnlUsd?: number;
  readonly unrealizedPnlUsd?: number;
  readonly netFundingUsd?: number;
};

/** An asset balance in units of `symbol`, signed: negative is debt. */
export type AccountBalance = { readonly symbol: string; readonly sizeBase: number };

/** A transfer into or out of the account. `amount` in units of `symbol`, > 0. */
export type AccountTransfer = {
  readonly type: 'TRANSFER_IN' | 'TRANSFER_OUT' | 'DEPOSIT' | 'WITHDRAWAL' | 'UNKNOWN';
  readonly symbol: string;
  readonly amount: number;
  /** Unique; absent in frames that do not state it. */
  readonly id?: string;
};

/**
 * What `connection` delivers about a subaccount, one event per frame.
 *
 * `isSnapshot` true replaces all that was known. `equityUsd` and `freeCollateralUsd` come with snapshots only.
 * `subaccount` is `address/number`.
 */
export type AccountData = Stamp & {
  readonly kind: 'account-data';
  readonly subaccount: string;
  readonly isSnapshot: boolean;
  readonly height?: number;
  readonly equityUsd?: number;
  readonly freeCollateralUsd?: number;
  readonly orders: readonly AccountOrder[];
  readonly fills: readonly AccountFill[];
  readonly positions: readonly AccountPosition[];
  readonly balances: readonly AccountBalance[];
  readonly transfers: readonly AccountTransfer[];
};
