import type { Side } from '@perpstream/core';
import type { AccountDesk } from '../accounts/account-desk';
import type { AccountOrder } from '../accounts/account-order';
import type { Agent, TradingFloor } from './agent';

const BPS = 1e-4;
const LOOKS_PER_SECOND = 0.8;
/** Chance that a quote which is off its place is cancelled instead of replaced. */
const CANCEL_PROBABILITY = 0.3;
/** A quote this far from its place, in multiples of the distance to the middle, is moved. */
const TOLERANCE = 0.5;

/** How an account quotes. */
export type QuotingOptions = {
  /** Distance of a quote from the middle of the book. */
  readonly halfSpreadBps: number;
  readonly orderUsd: number;
  /** No quote that would add to a position worth more than this. */
  readonly maxPositionUsd: number;
};

/** An account that keeps one short-term post-only order on each side of the middle. */
export class QuotingAccount implements Agent {
  readonly #quotes: Partial<Record<Side, AccountOrder>> = {};

  constructor(
    private readonly desk: AccountDesk,
    private readonly options: QuotingOptions,
  ) {}

  act(floor: TradingFloor, seconds: number): void {
    if (!floor.random.chance(LOOKS_PER_SECOND * seconds) || !this.desk.isOpen) return;
    const [bid, ask] = [floor.bestSubticks('buy'), floor.bestSubticks('sell')];
    if (bid === undefined || ask === undefined) return;
    for (const side of ['buy', 'sell'] as const) this.#quote(floor, side, (bid + ask) / 2);
  }

  filled(_side: Side, quantums: number, reference: number | undefined): void {
    if (reference !== undefined) this.desk.matched(reference, quantums);
  }

  #quote(floor: TradingFloor, side: Side, middle: number): void {
    const { desk, options } = this;
    const { grid, random } = floor;
    const distance = options.halfSpreadBps * BPS * middle;
    const subticks = side === 'buy' ? grid.floorPrice(middle - distance) : grid.ceilPrice(middle + distance);
    const quantums = grid.quantumsFor(options.orderUsd * random.between(0.5, 1.5), subticks);
    const order = this.#quotes[side];
    if (order !== undefined && desk.isLive(order)) {
      if (this.#isFull(floor, side) || (this.#isOff(order, subticks, distance) && random.chance(CANCEL_PROBABILITY))) {
        desk.cancel(order);
      } else if (this.#isOff(order, subticks, distance)) {
        desk.replace(order, { subticks, quantums: order.matchedQuantums + quantums });
      }
    } else if (!this.#isFull(floor, side)) {
      const terms = { side, subticks, quantums, timeInForce: 'GTT', postOnly: true } as const;
      this.#quotes[side] = desk.placeShortTerm(terms, random.integer());
    }
  }

  #isOff({ terms }: AccountOrder, subticks: number, distance: number): boolean {
    return Math.abs(terms.subticks - subticks) > TOLERANCE * distance;
  }

  #isFull({ grid, oracleSubticks }: TradingFloor, side: Side): boolean {
    const held = side === 'buy' ? this.desk.quantums : -this.desk.quantums;
    return held > grid.quantumsFor(this.options.maxPositionUsd, oracleSubticks);
  }
}
