import { pushRing, RING_SIZE } from './ring';

describe('pushRing', () => {
  it('puts the newest in front and drops the oldest when full', () => {
    let ring: readonly number[] = [];
    for (let item = 0; item < RING_SIZE + 2; item += 1) ring = pushRing(ring, item);
    expect(ring).toHaveLength(RING_SIZE);
    expect(ring[0]).toBe(RING_SIZE + 1);
    expect(ring.at(-1)).toBe(2);
  });
});
