import type { Stamp } from '../input/stamp';
import type { ClientId, OpenOrder } from '../order/order-intent';
import type { MarketId } from '../units/market-id';
import type { Quantums, QuoteQuantums } from '../units/quantums';
import type { UnixMs } from '../units/unix-ms';

/** One open perpetual position of the bot's own account. */
export type Position = {
  readonly marketId: MarketId;
  /** Signed: negative is short. Never 0, a closed position is absent. */
  readonly quantums: Quantums;
  readonly sizeBase: number;
  /** Average price of the open size, fees not included. */
  readonly entryPriceUsd: number;
  readonly openedMs: UnixMs;
};

/**
 * The bot's own account: cash, positions, open orders. Sent on every change of these, never for a mere price move.
 * `Map`s are in order of opening.
 */
export type AccountState = Stamp & {
  readonly kind: 'account';
  /** Settled USDC balance as the chain counts it (negative when positions were bought on credit), exact. */
  readonly quoteQuantums: QuoteQuantums;
  /** The same as float64 USD. */
  readonly quoteBalanceUsd: number;
  readonly positions: ReadonlyMap<MarketId, Position>;
  readonly openOrders: ReadonlyMap<ClientId, OpenOrder>;
  /** Running totals since the start of the run. Fees > 0 were paid, < 0 earned; funding > 0 was received. */
  readonly realizedPnlUsd: number;
  readonly feesUsd: number;
  readonly fundingUsd: number;
  /** What came in (> 0) or went out (< 0) by transfers, deposits and withdrawals since the start of the run: no gain, no loss. */
  readonly transfersUsd: number;
};

/** The change of one position by one fill or funding payment. */
export type PositionUpdate = Stamp & {
  readonly kind: 'position';
  readonly marketId: MarketId;
  readonly reason: 'fill' | 'funding';
  readonly sizeBase: number;
  readonly entryPriceUsd?: number;
  /** Realised by this change alone. */
  readonly realizedPnlUsd: number;
  readonly feeUsd: number;
  readonly fundingUsd: number;
};
