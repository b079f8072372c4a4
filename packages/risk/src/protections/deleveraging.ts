import type { LevelWatch } from '../monitor/level-watch';
import { levelRank } from '../monitor/level-rank';
import type { Moment } from './moment';
import type { Protection } from './protection';
import type { ProtectionOptions } from './protection-options';

/**
 * Locks the book while the level is `critical`, when positions are made smaller, until it came back below `warning`, and for a
 * while longer: what was just closed at a cost is not to be opened again at once.
 */
export class Deleveraging implements Protection {
  constructor(
    private readonly options: Pick<ProtectionOptions, 'deleveragingLockMs'>,
    private readonly watch: Pick<LevelWatch, 'level' | 'reason'>,
  ) {}

  settle({ nowMs, locks }: Moment): void {
    const { level } = this.watch;
    const { deleveragingLockMs } = this.options;
    if (level === 'critical' && deleveragingLockMs > 0) {
      if (locks.find('deleveraging')?.untilMs === Infinity) return;
      const message = `the account is critical (${this.watch.reason}); no new exposure until it is below warning for a while`;
      const value = levelRank(level);
      locks.lock({ protection: 'deleveraging', value, bound: value, sinceMs: nowMs, untilMs: Infinity, message });
    } else if (levelRank(level) < levelRank('warning')) {
      locks.endAt(nowMs + deleveragingLockMs, 'deleveraging');
    }
  }
}
