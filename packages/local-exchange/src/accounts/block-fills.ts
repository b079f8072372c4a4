import { QUOTE_EXPONENT, decimalText } from '@perpstream/core';
import { eventId, type Block } from '../chain/block';
import { transactionHash } from '../chain/transaction-hash';
import { isoTime } from '../clock/iso-time';
import type { Fill } from '../matching/order';
import type {
  IndexerFillRow,
  IndexerOrderState,
  IndexerPositionRow,
  IndexerSubaccountChange,
} from '../venue/account-shapes';
import { indexerUuid } from './account-ids';
import type { AccountOrder, OrderMarket } from './account-order';
import type { Liquidity, Subaccount } from './subaccount';

/** Who stands behind one side of a fill: an order, or a position that the chain closes against another. */
export type AccountParty = { readonly owner: Subaccount; readonly market: OrderMarket; readonly order?: AccountOrder };

/** What a fill is called from each side. */
const TYPES = {
  LIMIT: { TAKER: 'LIMIT', MAKER: 'LIMIT' },
  LIQUIDATED: { TAKER: 'LIQUIDATED', MAKER: 'LIQUIDATION' },
  DELEVERAGED: { TAKER: 'DELEVERAGED', MAKER: 'OFFSETTING' },
} as const;

type Message = {
  readonly party: AccountParty;
  readonly fills: IndexerFillRow[];
  readonly positions: Map<string, IndexerPositionRow>;
};

/**
 * Collects what the fills of one block mean for accounts: one message per order at the place of its last fill, then one
 * per subaccount with its money.
 *
 * @see v4-chain `indexer/services/ender/src/lib/kafka-publisher.ts` for how fills of an order are merged
 */
export class BlockFills {
  readonly #messages = new Map<AccountOrder | Subaccount, Message>();
  readonly #touched = new Map<Subaccount, Map<string, IndexerPositionRow>>();
  readonly #hash: string;

  constructor(private readonly block: Block) {
    this.#hash = transactionHash(`${block.height} matches`);
  }

  /** Takes one side of a fill in, in the order of the block's events. */
  add(fill: Fill, eventIndex: number, liquidity: Liquidity, party: AccountParty): void {
    const { owner, market, order } = party;
    const id = eventId(this.block.height, eventIndex);
    const side = liquidity === 'TAKER' ? fill.takerSide : fill.takerSide === 'buy' ? 'sell' : 'buy';
    const committed = { ticker: market.ticker, side, subticks: fill.subticks, quantums: fill.quantums, eventId: id };
    const charged = fill.type === 'DELEVERAGED' ? undefined : liquidity;
    const { feeQuote, touched } = owner.fill({ ...committed, liquidity: charged }, market.grid);
    if (order !== undefined) order.filledQuantums += fill.quantums;
    const key = order ?? owner;
    const message: Message = this.#messages.get(key) ?? { party, fills: [], positions: new Map() };
    this.#messages.delete(key);
    this.#messages.set(key, message);
    message.fills.push(this.#row(fill, side, id, liquidity, feeQuote, party));
    const rows = this.#touched.get(owner) ?? new Map<string, IndexerPositionRow>();
    this.#touched.set(owner, rows);
    for (const position of touched) {
      const row = owner.row(position.figures(market.oraclePrice()));
      message.positions.set(position.id, row);
      rows.set(position.id, row);
    }
  }

  /** All messages of the block, in order. */
  *messages(): Generator<readonly [owner: Subaccount, change: IndexerSubaccountChange]> {
    const blockHeight = String(this.block.height);
    for (const { party, fills, positions } of this.#messages.values()) {
      const orders =
        party.order === undefined ? {} : { orders: [party.order.onChain(statusOf(party.order), this.block)] };
      yield [party.owner, { blockHeight, fills, ...orders, perpetualPositions: [...positions.values()] }];
    }
    for (const [owner, positions] of this.#touched) {
      yield [owner, { blockHeight, perpetualPositions: [...positions.values()], assetPositions: [owner.assetRow()] }];
    }
  }

  #row(
    { type, subticks, quantums }: Fill,
    side: 'buy' | 'sell',
    id: string,
    liquidity: Liquidity,
    feeQuote: bigint,
    { owner, market, order }: AccountParty,
  ): IndexerFillRow {
    return {
      id: indexerUuid(`${id}-${liquidity}`),
      subaccountId: owner.id,
      side: side === 'buy' ? 'BUY' : 'SELL',
      liquidity,
      type: TYPES[type][liquidity],
      clobPairId: String(market.clobPairId),
      size: market.grid.size(quantums),
      price: market.grid.price(subticks),
      quoteAmount: decimalText(market.grid.quoteQuantums(subticks, quantums), QUOTE_EXPONENT),
      eventId: id,
      transactionHash: this.#hash,
      createdAt: isoTime(this.block.timeMs),
      createdAtHeight: String(this.block.height),
      ...(order === undefined ? {} : { orderId: order.id, clientMetadata: '0' }),
      fee: decimalText(feeQuote, QUOTE_EXPONENT),
      affiliateRevShare: '0',
      ticker: market.ticker,
    };
  }
}

/** @see v4-chain `indexer/services/ender/src/scripts/helpers/dydx_get_order_status.sql` */
function statusOf(order: AccountOrder): IndexerOrderState {
  if (order.isFilled) return 'FILLED';
  if (order.terms.timeInForce === 'IOC') return 'CANCELED';
  return order.isRemoved ? 'BEST_EFFORT_CANCELED' : 'OPEN';
}
