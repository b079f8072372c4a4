import type { Side } from '@perpstream/core';
import type { AccountDesk } from '../accounts/account-desk';
import type { AccountOrder } from '../accounts/account-order';
import type { Agent, TradingFloor } from './agent';

const BPS = 1e-4;
const LOOKS_PER_SECOND = 0.5;
/** Mean time in seconds after which an unfilled order is given up. */
const PATIENCE_SECONDS = 40;
const LIFE_MS = [30_000, 600_000] as const;

/** How an account waits. */
export type PatientOptions = {
  /** Distance of its order from the best price of the same side. */
  readonly distanceBps: number;
  readonly orderUsd: number;
};

/** An account that waits with one long-term order, first to open a position, then to close it. */
export class PatientAccount implements Agent {
  #order: AccountOrder | undefined;

  /** @param nowMs the time of the chain */
  constructor(
    private readonly desk: AccountDesk,
    private readonly options: PatientOptions,
    private readonly nowMs: () => number,
  ) {}

  act(floor: TradingFloor, seconds: number): void {
    const { random } = floor;
    if (!random.chance(LOOKS_PER_SECOND * seconds) || !this.desk.isOpen) return;
    if (this.#order !== undefined && this.desk.isLive(this.#order)) {
      if (random.chance(1 / (PATIENCE_SECONDS * LOOKS_PER_SECOND))) this.desk.cancelLongTerm(this.#order);
    } else {
      this.#order = this.#place(floor);
    }
  }

  filled(_side: Side, quantums: number, reference: number | undefined): void {
    if (reference !== undefined) this.desk.matched(reference, quantums);
  }

  #place(floor: TradingFloor): AccountOrder | undefined {
    const { random, grid } = floor;
    const held = this.desk.quantums;
    const side = held === 0 ? (random.chance(0.5) ? 'buy' : 'sell') : held > 0 ? 'sell' : 'buy';
    const best = floor.bestSubticks(side);
    if (best === undefined) return undefined;
    const offset = this.options.distanceBps * BPS;
    const subticks = side === 'buy' ? grid.floorPrice(best * (1 - offset)) : grid.ceilPrice(best * (1 + offset));
    const quantums = Math.abs(held) || grid.quantumsFor(this.options.orderUsd * random.between(0.5, 1.5), subticks);
    const terms = { side, subticks, quantums, timeInForce: 'GTT', postOnly: false } as const;
    const goodTilMs = this.nowMs() + random.between(...LIFE_MS);
    return this.desk.placeLongTerm(terms, random.integer(), goodTilMs);
  }
}
