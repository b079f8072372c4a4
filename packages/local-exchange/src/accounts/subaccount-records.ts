import { decimalOf, type Decimal } from '@perpstream/core';
import type {
  IndexerAsset,
  IndexerAssetRow,
  IndexerFill,
  IndexerFillRow,
  IndexerOrder,
  IndexerPosition,
  IndexerPositionRow,
  IndexerSubaccount,
  IndexerSubaccountChange,
  IndexerTransfer,
} from '../venue/account-shapes';
import { BoundedList } from '../venue/bounded-list';
import type { IndexerMarket } from '../venue/indexer-shapes';
import { without } from '../venue/without';
import { indexerUuid } from './account-ids';
import { absolute, minus, plus, textOf, times, ZERO } from './decimal-sum';
import { OrderRecords } from './order-records';
import { PositionRecords, type Moment } from './position-records';

const LIMIT = 1_000;

/** `contents` of a `subscribed` on v4_subaccounts; empty for a subaccount that never held anything. */
export type StatedAccount = {
  readonly subaccount?: Partial<IndexerSubaccount>;
  readonly orders?: readonly IndexerOrder[];
  readonly blockHeight?: string;
};

/** What accounts need to know of the markets and the chain to be worth something. */
export interface AccountSurroundings {
  market(ticker: string): IndexerMarket | undefined;
  /** The last block; undefined before the first. */
  height(): Moment | undefined;
}

/** One subaccount as the sum of its updates. */
export class SubaccountRecords {
  readonly #orders: OrderRecords;
  readonly #positions = new PositionRecords();
  readonly #assets = new Map<string, IndexerAsset>();
  readonly #fills = new BoundedList<IndexerFill>(LIMIT);
  readonly #transfers = new BoundedList<IndexerTransfer>(LIMIT);
  #updatedAtHeight = '0';

  constructor(
    readonly address: string,
    readonly number: number,
    private readonly surroundings: AccountSurroundings,
  ) {
    this.#orders = new OrderRecords(number);
  }

  apply({ blockHeight, orders, fills, perpetualPositions, assetPositions, transfers }: IndexerSubaccountChange): void {
    const last = this.surroundings.height() ?? { height: '0', time: '' };
    const moment = { height: blockHeight ?? last.height, time: last.time };
    for (const order of orders ?? []) this.#orders.apply(order);
    for (const fill of fills ?? []) this.#fills.push(this.#shownFill(fill));
    for (const position of perpetualPositions ?? []) this.#positions.apply(position, moment);
    for (const asset of assetPositions ?? []) this.#assets.set(asset.symbol, shownAsset(asset));
    if (transfers !== undefined)
      this.#transfers.push({ ...transfers, id: this.#transferId(transfers.transactionHash) });
    // Only committed changes count as updates of the subaccount.
    if (perpetualPositions !== undefined || assetPositions !== undefined) this.#updatedAtHeight = moment.height;
  }

  /**
   * Takes the state of a snapshot; history stays.
   *
   * @returns the update that leads there from the state before
   */
  replace({ subaccount, orders = [], blockHeight }: StatedAccount): IndexerSubaccountChange {
    const positions = Object.values(subaccount?.openPerpetualPositions ?? {});
    const assets = Object.values(subaccount?.assetPositions ?? {});
    const isGone = ({ market }: IndexerPosition): boolean => positions.every((position) => position.market !== market);
    const closed = this.#openPositions().filter(isGone);
    const ended = this.#orders.replace(orders);
    this.#positions.replace(positions);
    this.#assets.clear();
    for (const asset of assets) this.#assets.set(asset.symbol, asset);
    this.#updatedAtHeight = subaccount?.updatedAtHeight ?? this.#updatedAtHeight;
    return {
      ...(blockHeight === undefined ? {} : { blockHeight }),
      orders: [...ended, ...orders].map((order) => without(order, 'subaccountNumber')),
      perpetualPositions: [
        ...closed.map((position) => this.#positionRow({ ...position, status: 'CLOSED', size: '0' })),
        ...positions.map((position) => this.#positionRow(position)),
      ],
      assetPositions: assets.map((asset) => this.#assetRow(asset)),
    };
  }

  get orders(): OrderRecords {
    return this.#orders;
  }

  /** At most 1000 fills, newest first. */
  fills(): IndexerFill[] {
    return this.#fills.newestFirst();
  }

  /** At most 1000 transfers, newest first. */
  transfers(): IndexerTransfer[] {
    return this.#transfers.newestFirst();
  }

  /** All positions, newest first. */
  positions(): IndexerPosition[] {
    return this.#positions.newestFirst((ticker) => this.#oraclePrice(ticker));
  }

  /** Balances that are not zero. */
  assets(): IndexerAsset[] {
    return [...this.#assets.values()].filter(({ size }) => Number(size) !== 0);
  }

  /** The subaccount with its worth at the oracle prices of now. */
  summary(): IndexerSubaccount {
    const open = this.#openPositions();
    const cash = this.assets()
      .filter(({ symbol }) => symbol === 'USDC')
      .map(signedSize)
      .reduce(plus, ZERO);
    const equity = open.map((position) => this.#worth(position)).reduce(plus, cash);
    const margin = open.map((position) => this.#initialMargin(position)).reduce(plus, ZERO);
    return {
      address: this.address,
      subaccountNumber: this.number,
      equity: textOf(equity),
      freeCollateral: textOf(minus(equity, margin)),
      openPerpetualPositions: Object.fromEntries(open.map((position) => [position.market, position])),
      assetPositions: Object.fromEntries(this.assets().map((asset) => [asset.symbol, asset])),
      marginEnabled: true,
      updatedAtHeight: this.#updatedAtHeight,
      latestProcessedBlockHeight: this.surroundings.height()?.height ?? '0',
    };
  }

  #openPositions(): IndexerPosition[] {
    return this.#positions.open((ticker) => this.#oraclePrice(ticker));
  }

  #worth({ market, size, entryPrice }: IndexerPosition): Decimal {
    return times(decimalOf(size), decimalOf(this.#oraclePrice(market) ?? entryPrice));
  }

  #initialMargin(position: IndexerPosition): Decimal {
    const fraction = this.surroundings.market(position.market)?.['initialMarginFraction'];
    return times(absolute(this.#worth(position)), decimalOf(fraction ?? 1));
  }

  #oraclePrice(ticker: string): string | undefined {
    const price = this.surroundings.market(ticker)?.['oraclePrice'];
    return typeof price === 'string' ? price : undefined;
  }

  #shownFill(fill: IndexerFillRow): IndexerFill {
    const { id, side, liquidity, type, ticker: market, price, size, fee, affiliateRevShare } = fill;
    const { createdAt, createdAtHeight, orderId, clientMetadata } = fill;
    return {
      ...{ id, side, liquidity, type, market, marketType: 'PERPETUAL', price, size, fee, affiliateRevShare },
      ...{ createdAt, createdAtHeight },
      ...(orderId === undefined ? {} : { orderId }),
      ...(clientMetadata === undefined ? {} : { clientMetadata }),
      subaccountNumber: this.number,
    };
  }

  #positionRow(position: IndexerPosition): IndexerPositionRow {
    const name = `${this.address}-${this.number}-${position.market}-${position.createdAtHeight}`;
    const figures = without(position, 'createdAt', 'createdAtHeight', 'closedAt');
    return { address: this.address, ...figures, subaccountNumber: this.number, positionId: indexerUuid(name) };
  }

  #assetRow(asset: IndexerAsset): IndexerAssetRow {
    const positionId = indexerUuid(`${this.address}-${this.number}-${asset.assetId}`);
    return { address: this.address, ...asset, subaccountNumber: this.number, positionId };
  }

  #transferId(transactionHash: string): string {
    return indexerUuid(`${transactionHash}-${this.address}-${this.number}`);
  }
}

function shownAsset({ symbol, side, size, assetId, subaccountNumber }: IndexerAssetRow): IndexerAsset {
  return { symbol, side, size, assetId, subaccountNumber };
}

function signedSize({ side, size }: IndexerAsset): Decimal {
  const amount = absolute(decimalOf(size));
  return side === 'SHORT' ? minus(ZERO, amount) : amount;
}
