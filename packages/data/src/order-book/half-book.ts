import { HiddenRun } from './hidden-run';
import { PriceLadder, type LadderDirection } from './price-ladder';
import { VisibleSide } from './visible-side';

/** One side of a book: what the exchange stated, what of it is shown, and what loses to a cross. */
export class HalfBook {
  readonly raw: PriceLadder;
  readonly visible: VisibleSide;
  readonly losers: HiddenRun = new HiddenRun();

  constructor(direction: LadderDirection, maxLevels: number) {
    this.raw = new PriceLadder(direction, maxLevels);
    this.visible = new VisibleSide(this.raw);
  }

  showAll(): void {
    this.visible.show(0, undefined);
    this.losers.clear();
  }

  /** Deletes the levels that have lost for `forMs` or longer, and says how many that were. */
  evictLosers(nowMs: number, forMs: number): number {
    const keys = this.losers.hiddenFor(nowMs, forMs);
    for (const key of keys) this.raw.evict(key);
    return keys.length;
  }
}
