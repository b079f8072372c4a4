import type { RiskLock } from '@perpstream/core';
import { BTC, ETH } from '@perpstream/testing';
import fc from 'fast-check';
import { LockTable } from './lock-table';
import { RiskJournal } from './risk-journal';

function lock(given: Partial<RiskLock> = {}): RiskLock {
  return { protection: 'drawdown', value: 2, bound: 1, sinceMs: 0, untilMs: 100, message: 'test', ...given };
}

function table(): { readonly locks: LockTable; readonly told: () => string[] } {
  const journal = new RiskJournal();
  journal.open();
  const told = (): string[] => journal.take().map((action) => action.kind);
  return { locks: new LockTable(journal), told };
}

describe('LockTable', () => {
  it('tells of a lock when it begins and when it ends, at its time', () => {
    const { locks, told } = table();
    locks.lock(lock());
    expect(told()).toEqual(['trip']);
    locks.expire(99.9);
    expect([told(), locks.held.length]).toEqual([[], 1]);
    locks.expire(100);
    locks.expire(101);
    expect([told(), locks.held, locks.nextEndMs]).toEqual([['release'], [], Infinity]);
  });

  it('makes a lock longer in silence, never shorter', () => {
    const { locks, told } = table();
    locks.lock(lock({ message: 'first' }));
    const { revision } = locks;
    locks.lock(lock({ untilMs: 100 }));
    locks.lock(lock({ untilMs: 50 }));
    expect(locks.revision).toBe(revision);
    locks.lock(lock({ untilMs: 150, sinceMs: 20, message: 'second' }));
    expect(locks.held).toEqual([lock({ untilMs: 150, message: 'first' })]);
    expect([told(), locks.revision, locks.nextEndMs]).toEqual([['trip'], revision + 1, 150]);
  });

  it('keeps protections and markets apart', () => {
    const { locks } = table();
    locks.lock(lock());
    locks.lock(lock({ marketId: BTC, untilMs: 10 }));
    locks.lock(lock({ marketId: ETH, untilMs: 20 }));
    locks.lock(lock({ protection: 'daily-loss', untilMs: 30 }));
    locks.expire(20);
    expect(locks.held.map(({ protection, marketId }) => [protection, marketId])).toEqual([
      ['drawdown', undefined],
      ['daily-loss', undefined],
    ]);
    expect([locks.find('drawdown', BTC), locks.find('drawdown')?.untilMs]).toEqual([undefined, 100]);
  });

  it('gives an end to, and releases, only what holds until further notice', () => {
    const { locks, told } = table();
    locks.lock(lock());
    locks.endAt(5, 'drawdown');
    locks.release('drawdown');
    locks.release('daily-loss');
    locks.endAt(5, 'daily-loss');
    expect([locks.held, told()]).toEqual([[lock()], ['trip']]);
    locks.lock(lock({ untilMs: Infinity }));
    locks.endAt(300, 'drawdown');
    expect([locks.find('drawdown')?.untilMs, locks.nextEndMs]).toEqual([300, 300]);
    locks.lock(lock({ untilMs: Infinity }));
    locks.release('drawdown');
    expect([locks.held, told()]).toEqual([[], ['release']]);
  });

  it('restores in silence', () => {
    const { locks, told } = table();
    locks.restore(lock());
    expect([locks.held, told(), locks.nextEndMs]).toEqual([[lock()], [], 100]);
  });

  it('shares one array of locks until something changes', () => {
    const { locks } = table();
    locks.lock(lock());
    const { held } = locks;
    locks.expire(10);
    expect(locks.held).toBe(held);
  });

  it('never ends a lock early, and trips and releases take turns, whatever is asked', () => {
    const asked = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 80 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(asked, (steps) => {
        const { locks, told } = table();
        const kinds: string[] = [];
        let [nowMs, longestMs] = [0, -Infinity];
        for (const [passedMs, lastsMs] of steps) {
          nowMs += passedMs;
          locks.expire(nowMs);
          expect(locks.find('drawdown') !== undefined).toBe(longestMs > nowMs);
          const isHeld = longestMs > nowMs;
          longestMs = isHeld ? Math.max(longestMs, nowMs + lastsMs) : nowMs + lastsMs;
          locks.lock(lock({ sinceMs: nowMs, untilMs: nowMs + lastsMs }));
          kinds.push(...told());
          if (lastsMs === 0 && !isHeld) {
            locks.expire(nowMs);
            longestMs = -Infinity;
            kinds.push(...told());
          }
        }
        kinds.forEach((kind, index) => expect(kind).toBe(index % 2 === 0 ? 'trip' : 'release'));
      }),
    );
  });
});

describe('RiskJournal', () => {
  it('keeps nothing until it is opened', () => {
    const journal = new RiskJournal();
    journal.add({ kind: 'trip', lock: lock() });
    journal.open();
    journal.add({ kind: 'release', lock: lock() });
    expect(journal.take()).toEqual([{ kind: 'release', lock: lock() }]);
    expect(journal.take()).toEqual([]);
  });
});
