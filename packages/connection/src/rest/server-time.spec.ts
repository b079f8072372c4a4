import { unixMs } from '@perpstream/core';
import fc from 'fast-check';
import { type IndexerRest, type RestCall } from './indexer-rest';
import { serverTime } from './server-time';

type Exchange = { readonly outMs: number; readonly backMs: number };

/** A server whose clock is `offsetMs` ahead of ours, behind a network with the given delays. */
function restWith(offsetMs: number, exchanges: readonly Exchange[]): Pick<IndexerRest, 'time'> {
  let nowMs = 1e12;
  let count = 0;
  return {
    time: ({ onAnswer }: RestCall = {}) => {
      const { outMs, backMs } = exchanges[count % exchanges.length]!;
      count += 1;
      const requestedUs = nowMs * 1_000;
      const exchangeMs = unixMs(nowMs + outMs + offsetMs);
      nowMs += outMs + backMs;
      onAnswer?.({ kind: 'rest', requestedUs, receivedUs: nowMs * 1_000, path: '/time', body: '{}' });
      return Promise.resolve(exchangeMs);
    },
  };
}

describe('serverTime', () => {
  it.each([
    ['ahead', 1_250, { outMs: 10, backMs: 10 }, { offsetMs: 1_250, uncertaintyMs: 10, roundTripMs: 20 }],
    ['behind', -1_270, { outMs: 5, backMs: 5 }, { offsetMs: -1_270, uncertaintyMs: 5, roundTripMs: 10 }],
    ['asked over a slow way out', 0, { outMs: 90, backMs: 10 }, { offsetMs: 40, uncertaintyMs: 50, roundTripMs: 100 }],
  ])('measures a clock that is %s', async (_, offsetMs, exchange, measured) => {
    expect(await serverTime({ rest: restWith(offsetMs, [exchange]), samples: 1 })).toEqual(measured);
  });

  it('takes the answer that came fastest', async () => {
    const exchanges = [400, 30, 8, 60, 90].map((ms) => ({ outMs: ms, backMs: 2 }));
    expect(await serverTime({ rest: restWith(77, exchanges) })).toMatchObject({ roundTripMs: 10, offsetMs: 80 });
  });

  it('states bounds that hold the true offset', async () => {
    const exchange = fc.record({ outMs: fc.nat(2_000), backMs: fc.nat(2_000) });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -1e7, max: 1e7 }),
        fc.array(exchange, { minLength: 1 }),
        async (trueMs, exchanges) => {
          const { offsetMs, uncertaintyMs } = await serverTime({ rest: restWith(trueMs, exchanges) });
          expect(Math.abs(offsetMs - trueMs)).toBeLessThanOrEqual(uncertaintyMs + 1e-6);
        },
      ),
    );
  });

  it('hands on the raw answers', async () => {
    const paths: string[] = [];
    await serverTime({
      rest: restWith(0, [{ outMs: 1, backMs: 1 }]),
      samples: 3,
      onAnswer: ({ path }) => paths.push(path),
    });
    expect(paths).toEqual(['/time', '/time', '/time']);
  });

  it.each([0, 1.5])('refuses %p samples', async (samples) => {
    await expect(serverTime({ rest: restWith(0, []), samples })).rejects.toThrow('samples must be a whole number >= 1');
  });
});
