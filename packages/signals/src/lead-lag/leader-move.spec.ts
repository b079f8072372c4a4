import { unixMs } from '@perpstream/core';
import { LeaderMove } from './leader-move';

function moveOf(prices: readonly (readonly [receivedMs: number, priceUsd: number])[]): LeaderMove {
  const move = new LeaderMove(1_000, 2_000);
  prices.forEach(([receivedMs, priceUsd]) => move.update(priceUsd, unixMs(receivedMs)));
  return move;
}

describe('LeaderMove', () => {
  it('is the sum of the log returns, each fading by the half life', () => {
    const move = moveOf([[0, 100], [1_000, 110], [2_000, 99]]); // prettier-ignore
    expect(move.at(unixMs(2_000))).toBeCloseTo(Math.log(1.1) / 2 + Math.log(0.9), 12);
    expect(move.at(unixMs(3_000))).toBeCloseTo(Math.log(1.1) / 4 + Math.log(0.9) / 2, 12);
  });

  it('fades to 0 when nothing is heard of the leader', () => {
    expect(Math.abs(moveOf([[0, 100], [1_000, 110]]).at(unixMs(61_000)))).toBeLessThan(1e-15); // prettier-ignore
  });

  it('is not made larger by a time before the last price', () => {
    expect(moveOf([[0, 100], [1_000, 110]]).at(unixMs(500))).toBeCloseTo(Math.log(1.1), 12); // prettier-ignore
  });

  it('goes on from the latest time when a price comes from the past', () => {
    const move = moveOf([[0, 100], [2_000, 110], [1_000, 100]]); // prettier-ignore
    expect(move.at(unixMs(2_000))).toBeCloseTo(0, 12);
    expect(move.at(unixMs(3_000))).toBeCloseTo(0, 12);
  });

  it('is ready once it was watched for long enough', () => {
    expect(moveOf([]).isReady).toBe(false);
    expect(moveOf([[0, 100], [1_999, 110]]).isReady).toBe(false); // prettier-ignore
    expect(moveOf([[0, 100], [2_000, 110]]).isReady).toBe(true); // prettier-ignore
  });

  it('knows nothing any more after a restart', () => {
    const move = moveOf([[0, 100], [2_000, 110]]); // prettier-ignore
    move.restart();
    expect(move.isReady).toBe(false);
    expect(move.at(unixMs(2_000))).toBe(0);
    move.update(50, unixMs(3_000));
    expect(move.at(unixMs(3_000))).toBe(0);
  });
});
