import {
  type AccountBalance,
  type AccountFill,
  type AccountOrder,
  type AccountPosition,
  type AccountTransfer,
  type IndexerOrderStatus,
} from '@perpstream/core';
import {
  optional,
  readDecimal,
  readFlag,
  readInteger,
  readMarketId,
  readPositive,
  readText,
  readTime,
  type Fields,
} from './fields';
import { Malformed, shown } from './malformed';
import { objectShape, readKnown, readObject } from './object-shape';
import { type Oddities } from './oddities';
import { stated } from './stated';
import { readSide } from './trades';

const ORDER_STATUSES: readonly IndexerOrderStatus[] = [
  'OPEN',
  'FILLED',
  'CANCELED',
  'BEST_EFFORT_OPENED',
  'BEST_EFFORT_CANCELED',
  'UNTRIGGERED',
  'ERROR',
];
const POSITION_STATUSES = ['OPEN', 'CLOSED', 'LIQUIDATED'] as const;
const TRANSFER_TYPES = ['TRANSFER_IN', 'TRANSFER_OUT', 'DEPOSIT', 'WITHDRAWAL'] as const;

const ORDER = objectShape(
  'order',
  `id subaccountId subaccountNumber clientId clobPairId ticker side size price type status timeInForce postOnly
   reduceOnly orderFlags goodTilBlock goodTilBlockTime clientMetadata triggerPrice totalFilled totalOptimisticFilled
   removalReason createdAt createdAtHeight updatedAt updatedAtHeight builderAddress feePpm orderRouterAddress duration
   interval priceTolerance`,
);
const FILL = objectShape(
  'fill',
  `id subaccountId subaccountNumber side liquidity type clobPairId ticker market marketType size price quoteAmount
   eventId transactionHash createdAt createdAtHeight orderId clientMetadata fee affiliateRevShare builderFee
   builderAddress orderRouterAddress orderRouterFee positionSizeBefore entryPriceBefore positionSideBefore`,
);
const POSITION = objectShape(
  'position',
  `address subaccountNumber positionId market ticker side status size maxSize netFunding entryPrice exitPrice sumOpen
   sumClose realizedPnl unrealizedPnl createdAt createdAtHeight closedAt`,
);
const BALANCE = objectShape('asset position', 'address subaccountNumber positionId assetId symbol side size');
const TRANSFER = objectShape(
  'transfer',
  'id sender recipient symbol size type transactionHash createdAt createdAtHeight',
);

/** Reads an order patch: whatever fields its producer stated. @throws Malformed */
export function readOrder(value: unknown, oddities: Oddities): AccountOrder {
  const order = readObject(value, ORDER, oddities);
  return stated({
    id: readText(order.id, 'order id'),
    clientId: optional(readInteger, order.clientId, 'clientId'),
    marketId: optional(readMarketId, order.ticker, 'ticker'),
    clobPairId: optional(readInteger, order.clobPairId, 'clobPairId'),
    side: optional(readSide, order.side, 'side'),
    sizeBase: optional(readDecimal, order.size, 'size'),
    priceUsd: optional(readDecimal, order.price, 'price'),
    status: optional((status) => known(ORDER_STATUSES, status, 'order status', oddities), order.status, 'status'),
    timeInForce: optional(readText, order.timeInForce, 'timeInForce'),
    postOnly: optional(readFlag, order.postOnly, 'postOnly'),
    reduceOnly: optional(readFlag, order.reduceOnly, 'reduceOnly'),
    orderFlags: optional(readInteger, order.orderFlags, 'orderFlags'),
    goodTilBlock: optional(readInteger, order.goodTilBlock, 'goodTilBlock'),
    totalFilledBase: optional(readDecimal, order.totalFilled, 'totalFilled'),
    totalOptimisticFilledBase: optional(readDecimal, order.totalOptimisticFilled, 'totalOptimisticFilled'),
    removalReason: optional(readText, order.removalReason, 'removalReason'),
  });
}

/** Reads a fill. The market is called `ticker` on the stream, `market` in REST answers and older frames. @throws Malformed */
export function readFill(value: unknown, oddities: Oddities): AccountFill {
  const fill = readObject(value, FILL, oddities);
  return stated({
    id: readText(fill.id, 'fill id'),
    marketId: readMarketId(fill.ticker ?? fill.market, 'ticker'),
    side: readSide(fill.side),
    liquidity: readLiquidity(fill.liquidity),
    type: readText(fill.type, 'type'),
    sizeBase: readPositive(fill.size, 'size'),
    priceUsd: readPositive(fill.price, 'price'),
    feeUsd: optional(readDecimal, fill.fee, 'fee'),
    orderId: optional(readText, fill.orderId, 'orderId'),
    exchangeMs: readTime(fill.createdAt, 'createdAt'),
    height: optional(readInteger, fill.createdAtHeight, 'createdAtHeight'),
  });
}

/** Reads a perpetual position. @throws Malformed */
export function readPosition(value: unknown, oddities: Oddities): AccountPosition {
  const position = readObject(value, POSITION, oddities);
  return stated({
    marketId: readMarketId(position.market ?? position.ticker, 'market'),
    status: known(POSITION_STATUSES, position.status, 'position status', oddities),
    sizeBase: readSignedSize(position),
    entryPriceUsd: optional(readDecimal, position.entryPrice, 'entryPrice'),
    realizedPnlUsd: optional(readDecimal, position.realizedPnl, 'realizedPnl'),
    unrealizedPnlUsd: optional(readDecimal, position.unrealizedPnl, 'unrealizedPnl'),
    netFundingUsd: optional(readDecimal, position.netFunding, 'netFunding'),
  });
}

/** Reads an asset balance. @throws Malformed */
export function readBalance(value: unknown, oddities: Oddities): AccountBalance {
  const balance = readObject(value, BALANCE, oddities);
  return { symbol: readText(balance.symbol, 'symbol'), sizeBase: readSignedSize(balance) };
}

/**
 * Reads a transfer. The stream states no id for it, REST does: its transaction, type and amount name it in both.
 *
 * @throws Malformed
 */
export function readTransfer(value: unknown, oddities: Oddities): AccountTransfer {
  const transfer = readObject(value, TRANSFER, oddities);
  const type = known(TRANSFER_TYPES, transfer.type, 'transfer type', oddities);
  const symbol = readText(transfer.symbol, 'symbol');
  const amount = readPositive(transfer.size, 'size');
  const transaction = optional(readText, transfer.transactionHash, 'transactionHash');
  const ownId = optional(readText, transfer.id, 'transfer id');
  const id = transaction === undefined ? ownId : `${transaction}/${type}/${symbol}/${amount}`;
  return stated({ id, type, symbol, amount });
}

/** Sizes of positions come signed, those of assets do not: the side decides for both. */
function readSignedSize({ size, side }: Fields): number {
  if (side !== 'LONG' && side !== 'SHORT') throw new Malformed(`side is neither LONG nor SHORT: ${shown(side)}`);
  const absolute = Math.abs(readDecimal(size, 'size'));
  return side === 'SHORT' && absolute > 0 ? -absolute : absolute;
}

function readLiquidity(value: unknown): AccountFill['liquidity'] {
  if (value === 'TAKER') return 'taker';
  if (value === 'MAKER') return 'maker';
  throw new Malformed(`liquidity is neither TAKER nor MAKER: ${shown(value)}`);
}

function known<T extends string>(
  values: readonly T[],
  value: unknown,
  what: string,
  oddities: Oddities,
): T | 'UNKNOWN' {
  return readKnown(values, value, what, 'UNKNOWN', 'kept as UNKNOWN', oddities);
}
