/**
 * The objects of accounts as they stand in `contents` of v4_subaccounts and in REST answers. Amounts are decimal strings.
 *
 * @see v4-chain `indexer/packages/postgres/src/types/websocket-message-types.ts` and
 * `indexer/services/comlink/src/types.ts`
 */
export type IndexerSide = 'BUY' | 'SELL';

export type IndexerOrderState = 'OPEN' | 'FILLED' | 'CANCELED' | 'BEST_EFFORT_OPENED' | 'BEST_EFFORT_CANCELED';

/** An order as REST shows it. Short-term orders have `goodTilBlock`, others `goodTilBlockTime`. */
export type IndexerOrder = {
  readonly id: string;
  readonly subaccountId: string;
  readonly clientId: string;
  readonly clobPairId: string;
  readonly side: IndexerSide;
  readonly size: string;
  readonly totalFilled: string;
  readonly price: string;
  readonly type: string;
  readonly status: string;
  readonly timeInForce: string;
  readonly reduceOnly: boolean;
  readonly postOnly: boolean;
  readonly orderFlags: string;
  readonly clientMetadata: string;
  readonly ticker: string;
  readonly subaccountNumber: number;
  readonly goodTilBlock?: string;
  readonly goodTilBlockTime?: string;
  readonly createdAt?: string;
  readonly createdAtHeight?: string;
  readonly updatedAt?: string;
  readonly updatedAtHeight?: string;
};

/** What an update says of an order: merge it by `id`. */
export type IndexerOrderPatch = Partial<Omit<IndexerOrder, 'subaccountNumber'>> & {
  readonly id: string;
  readonly totalOptimisticFilled?: string;
  readonly removalReason?: string;
};

/** A fill as an update states it. */
export type IndexerFillRow = {
  readonly id: string;
  readonly subaccountId: string;
  readonly side: IndexerSide;
  readonly liquidity: 'TAKER' | 'MAKER';
  readonly type: string;
  readonly clobPairId: string;
  readonly size: string;
  readonly price: string;
  readonly quoteAmount: string;
  readonly eventId: string;
  readonly transactionHash: string;
  readonly createdAt: string;
  readonly createdAtHeight: string;
  /** Absent when no order was behind it: liquidated and deleveraged ones. */
  readonly orderId?: string;
  readonly clientMetadata?: string;
  /** Negative for a rebate. */
  readonly fee: string;
  readonly affiliateRevShare: string;
  readonly ticker: string;
};

/** A fill as REST shows it. */
export type IndexerFill = Pick<
  IndexerFillRow,
  | 'id'
  | 'side'
  | 'liquidity'
  | 'type'
  | 'price'
  | 'size'
  | 'fee'
  | 'affiliateRevShare'
  | 'createdAt'
  | 'createdAtHeight'
  | 'orderId'
  | 'clientMetadata'
> & { readonly market: string; readonly marketType: 'PERPETUAL'; readonly subaccountNumber: number };

type PositionFigures = {
  readonly market: string;
  readonly side: 'LONG' | 'SHORT';
  readonly status: string;
  /** Signed: negative for a short position. */
  readonly size: string;
  readonly maxSize: string;
  readonly netFunding: string;
  readonly entryPrice: string;
  readonly exitPrice: string | null;
  readonly sumOpen: string;
  readonly sumClose: string;
  readonly realizedPnl: string;
  readonly unrealizedPnl: string;
};

/** A perpetual position as an update states it. */
export type IndexerPositionRow = PositionFigures & {
  readonly address: string;
  readonly subaccountNumber: number;
  readonly positionId: string;
};

/** A perpetual position as REST and snapshots show it. */
export type IndexerPosition = PositionFigures & {
  readonly createdAt: string;
  readonly createdAtHeight: string;
  readonly closedAt?: string;
  readonly subaccountNumber: number;
};

/** A balance as an update states it; `size` is unsigned. */
export type IndexerAssetRow = {
  readonly address: string;
  readonly subaccountNumber: number;
  readonly positionId: string;
  readonly assetId: string;
  readonly symbol: string;
  readonly side: 'LONG' | 'SHORT';
  readonly size: string;
};

/** A balance as REST and snapshots show it. */
export type IndexerAsset = Pick<IndexerAssetRow, 'symbol' | 'side' | 'size' | 'assetId' | 'subaccountNumber'>;

/** One end of a transfer; `subaccountNumber` is absent for a wallet. */
export type IndexerTransferEnd = { readonly address: string; readonly subaccountNumber?: number };

/** A transfer as an update states it. */
export type IndexerTransferRow = {
  readonly sender: IndexerTransferEnd;
  readonly recipient: IndexerTransferEnd;
  readonly symbol: string;
  readonly size: string;
  readonly type: 'TRANSFER_IN' | 'TRANSFER_OUT' | 'DEPOSIT' | 'WITHDRAWAL';
  readonly transactionHash: string;
  readonly createdAt: string;
  readonly createdAtHeight: string;
};

/** A transfer as REST shows it. */
export type IndexerTransfer = IndexerTransferRow & { readonly id: string };

/** One update of v4_subaccounts. `transfers` is a single object, everything else a list. */
export type IndexerSubaccountChange = {
  readonly blockHeight?: string;
  readonly perpetualPositions?: readonly IndexerPositionRow[];
  readonly assetPositions?: readonly IndexerAssetRow[];
  readonly orders?: readonly IndexerOrderPatch[];
  readonly fills?: readonly IndexerFillRow[];
  readonly transfers?: IndexerTransferRow;
};

/** A subaccount as REST and snapshots show it. */
export type IndexerSubaccount = {
  readonly address: string;
  readonly subaccountNumber: number;
  readonly equity: string;
  readonly freeCollateral: string;
  readonly openPerpetualPositions: Readonly<Record<string, IndexerPosition>>;
  readonly assetPositions: Readonly<Record<string, IndexerAsset>>;
  readonly marginEnabled: boolean;
  readonly updatedAtHeight: string;
  readonly latestProcessedBlockHeight: string;
};

/** A parent subaccount with its children: the sums of their equity and free collateral. */
export type IndexerParentSubaccount = {
  readonly address: string;
  readonly parentSubaccountNumber: number;
  readonly equity: string;
  readonly freeCollateral: string;
  readonly childSubaccounts: readonly IndexerSubaccount[];
};

/** `contents` of `subscribed` on v4_subaccounts and, with a parent, on v4_parent_subaccounts. */
export type IndexerAccountSnapshot<Account> = {
  readonly subaccount: Account;
  readonly orders: readonly IndexerOrder[];
  readonly blockHeight: string;
};
