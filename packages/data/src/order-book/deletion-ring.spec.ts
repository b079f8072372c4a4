import { DeletionRing } from './deletion-ring';

describe('DeletionRing', () => {
  it('knows what was deleted after an age', () => {
    const ring = new DeletionRing();
    ring.add(99, 5);
    ring.add(98, 7);
    ring.add(99, 6.5);
    expect([ring.hasSince(99, 4), ring.hasSince(99, 6), ring.hasSince(99, 6.5)]).toEqual([true, true, false]);
    expect([ring.hasSince(98, 6), ring.hasSince(97, 0)]).toEqual([true, false]);
  });

  it('says from which age on it has forgotten, also when ages came out of order', () => {
    const ring = new DeletionRing();
    ring.add(1, 10);
    ring.add(2, 9.5);
    for (let age = 11; age < 11 + 1_022; age += 1) ring.add(3, age);
    expect(ring.reachesBackTo(-Infinity)).toBe(true);
    ring.add(3, 2_000);
    expect([ring.reachesBackTo(9.9), ring.reachesBackTo(10)]).toEqual([false, true]);
    ring.add(3, 2_001);
    expect([ring.reachesBackTo(9.9), ring.reachesBackTo(10)]).toEqual([false, true]);
    expect([ring.hasSince(1, 0), ring.hasSince(2, 0), ring.hasSince(3, 2_000)]).toEqual([false, false, true]);
  });

  it('starts anew when it is cleared', () => {
    const ring = new DeletionRing();
    for (let age = 0; age < 2_000; age += 1) ring.add(1, age);
    ring.clear();
    expect([ring.reachesBackTo(0), ring.hasSince(1, 0)]).toEqual([true, false]);
  });
});
