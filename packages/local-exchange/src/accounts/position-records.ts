import { decimalOf } from '@perpstream/core';
import type { IndexerPosition, IndexerPositionRow } from '../venue/account-shapes';
import { without } from '../venue/without';
import { minus, textOf, times } from './decimal-sum';

/** Positions kept of one subaccount. */
const LIMIT = 1_000;

/** When something became known: a block's height and time. */
export type Moment = { readonly height: string; readonly time: string };

/** The perpetual positions of one subaccount as the sum of what updates said of them, newest last. */
export class PositionRecords {
  readonly #positions = new Map<string, IndexerPosition>();

  apply({ positionId, ...row }: IndexerPositionRow, { height, time }: Moment): void {
    // A position that came with a snapshot is known by its market until an update names it.
    const known = this.#positions.get(positionId) ?? this.#positions.get(row.market);
    this.#positions.delete(row.market);
    const { createdAt = time, createdAtHeight = height } = known ?? {};
    const closedAt = row.status === 'OPEN' ? undefined : (known?.closedAt ?? time);
    const position = {
      ...without(row, 'address'),
      createdAt,
      createdAtHeight,
      ...(closedAt === undefined ? {} : { closedAt }),
    };
    this.#positions.set(positionId, position);
    if (this.#positions.size > LIMIT) this.#forgetOne();
  }

  /** Forgets everything and takes the open positions of a snapshot. */
  replace(positions: readonly IndexerPosition[]): void {
    this.#positions.clear();
    for (const position of positions) this.#positions.set(position.market, position);
  }

  /** All positions, newest first, with the profit that `oraclePriceOf` their market makes of them. */
  newestFirst(oraclePriceOf: (ticker: string) => string | undefined): IndexerPosition[] {
    return [...this.#positions.values()]
      .reverse()
      .map((position) => withProfit(position, oraclePriceOf(position.market)));
  }

  /** The open positions, oldest first. */
  open(oraclePriceOf: (ticker: string) => string | undefined): IndexerPosition[] {
    const open = [...this.#positions.values()].filter(({ status }) => status === 'OPEN');
    return open.map((position) => withProfit(position, oraclePriceOf(position.market)));
  }

  #forgetOne(): void {
    const [oldest] = [...this.#positions].find(([, { status }]) => status !== 'OPEN') ?? [...this.#positions][0]!;
    this.#positions.delete(oldest);
  }
}

function withProfit(position: IndexerPosition, oraclePrice: string | undefined): IndexerPosition {
  const { status, size, entryPrice } = position;
  if (status !== 'OPEN' || oraclePrice === undefined) return position;
  const gain = minus(decimalOf(oraclePrice), decimalOf(entryPrice));
  return { ...position, unrealizedPnl: textOf(times(decimalOf(size), gain)) };
}
