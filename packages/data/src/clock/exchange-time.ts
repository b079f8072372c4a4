import type { Block, FaultSink } from '@perpstream/core';

/** A block takes about a second: what lies farther ahead of the expected time is a mistake. */
const MAX_AHEAD_MS = 10_000;
/** Before the first block only the clock of this computer can judge, and it may be wrong by hours. */
const MAX_CLOCK_ERROR_MS = 86_400_000;

/**
 * The time of the exchange as its blocks tell it, carried on by receive times where no block comes. Data dated ahead of
 * it are a mistake: believing them would make everything that follows late.
 */
export class ExchangeTime {
  #newest: Block | undefined;
  #doubted: Block | undefined;

  constructor(private readonly faults: FaultSink) {}

  /** Exchange time of the newest block; -Infinity before the first. */
  get newestMs(): number {
    return this.#newest?.exchangeMs ?? -Infinity;
  }

  /**
   * Takes a block; true when it moves the time on. Repeated and older blocks do not. One too far ahead is a fault and not
   * believed until the next agrees with it: then it was the clock of this computer that jumped.
   */
  observe(block: Block): boolean {
    if (!(block.exchangeMs > this.newestMs)) return false;
    if (this.isAhead(block.exchangeMs, block.receivedMs) && !this.#isConfirmed(block)) {
      this.#doubted = block;
      this.#report(block);
      return false;
    }
    this.#newest = block;
    this.#doubted = undefined;
    return true;
  }

  /** Whether something received now cannot have happened yet. */
  isAhead(exchangeMs: number, receivedMs: number): boolean {
    if (this.#newest === undefined) return exchangeMs > receivedMs + MAX_CLOCK_ERROR_MS;
    return isTooLate(exchangeMs, receivedMs, this.#newest);
  }

  #isConfirmed({ exchangeMs, receivedMs }: Block): boolean {
    const doubted = this.#doubted;
    return doubted !== undefined && exchangeMs >= doubted.exchangeMs && !isTooLate(exchangeMs, receivedMs, doubted);
  }

  #report({ height, exchangeMs, receivedMs, cause }: Block): void {
    const message = `block ${height} is dated ${exchangeMs}, too far ahead of the one before: not believed until the next agrees`;
    this.faults.report({ kind: 'malformed-frame', where: 'blocks', message, receivedMs, cause });
  }
}

function isTooLate(exchangeMs: number, receivedMs: number, since: Block): boolean {
  const elapsedMs = Math.max(0, receivedMs - since.receivedMs);
  return exchangeMs > since.exchangeMs + elapsedMs + MAX_AHEAD_MS;
}
