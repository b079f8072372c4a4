import * as fc from 'fast-check';
import { unixMs, type QuotesDecision } from '@perpstream/core';
import { BTC, targetDecision } from '@perpstream/testing';
import { claimOf, claimUsd, isActive } from './claim';

const bounds = { roomUsd: 1_000, midUsd: 100, heldBase: 0 };

function quotes(sides: Pick<QuotesDecision, 'bid' | 'ask'>): QuotesDecision {
  const stamp = { marketId: BTC, receivedMs: unixMs(0), cause: 0, decision: 0 };
  return { kind: 'quotes', strategy: 'maker', confidence: 1, reasons: [], ...stamp, ...sides };
}

const bid = { priceUsd: 99, sizeBase: 5 };
const ask = { priceUsd: 101, sizeBase: 5 };

describe('the claim of a target', () => {
  it.each([
    [600, 600, 6],
    [-600, -600, -6],
    [1_500, 1_000, 10],
    [-1_500, -1_000, -10],
    [0, 0, 0],
  ])('of %p USD is cut to %p USD, %p base units', (targetNotionalUsd, targetUsd, sizeBase) => {
    expect(claimOf(targetDecision({ targetNotionalUsd }), bounds)).toMatchObject({ targetUsd, sizeBase });
  });

  it('has no size while no mid is known, except flat', () => {
    const unknown = { ...bounds, midUsd: undefined };
    expect(claimOf(targetDecision(), unknown)).toMatchObject({ targetUsd: 1_000, sizeBase: undefined });
    expect(claimOf(targetDecision({ targetNotionalUsd: 0 }), unknown)).toMatchObject({ sizeBase: 0 });
  });

  it('never exceeds the room and keeps its direction', () => {
    const usd = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(usd, fc.double({ min: 0, max: 1e6, noNaN: true }), (targetNotionalUsd, roomUsd) => {
        const claim = claimOf(targetDecision({ targetNotionalUsd }), { ...bounds, roomUsd });
        expect(claimUsd(claim)).toBeLessThanOrEqual(roomUsd);
        if (isActive(claim)) expect(claim).toMatchObject({ targetUsd: expect.any(Number) as number });
        expect(claim.kind === 'target' && claim.targetUsd * targetNotionalUsd >= 0).toBe(true);
      }),
    );
  });
});

describe('the claim of quotes', () => {
  it('passes what fits', () => {
    expect(claimOf(quotes({ bid, ask }), bounds)).toMatchObject({ decision: { bid, ask } });
  });

  it('cuts both sides to the room', () => {
    const claim = claimOf(quotes({ bid, ask }), { ...bounds, roomUsd: 198 });
    expect(claim).toMatchObject({ decision: { bid: { priceUsd: 99, sizeBase: 2 }, ask: { priceUsd: 101 } } });
    expect(claimUsd(claim)).toBeCloseTo(198, 9);
  });

  it('lets the reducing side close what is held when no room is left', () => {
    const claim = claimOf(quotes({ bid, ask }), { ...bounds, roomUsd: 300, heldBase: 3 });
    expect(claim).toMatchObject({ decision: { ask: { priceUsd: 101, sizeBase: 3 } } });
    expect(claim.decision).not.toHaveProperty('bid');
    const short = claimOf(quotes({ bid, ask }), { ...bounds, roomUsd: 0, heldBase: -4 });
    expect(short).toMatchObject({ decision: { bid: { priceUsd: 99, sizeBase: 4 } } });
    expect(short.decision).not.toHaveProperty('ask');
  });

  it('is active while it has a side', () => {
    expect(isActive(claimOf(quotes({ bid }), bounds))).toBe(true);
    expect(isActive(claimOf(quotes({}), bounds))).toBe(false);
    expect(claimUsd(claimOf(quotes({}), bounds))).toBe(0);
  });
});
