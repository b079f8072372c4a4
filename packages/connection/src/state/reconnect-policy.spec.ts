import fc from 'fast-check';
import { backoffOf, ReconnectPolicy, type BackoffOptions } from './reconnect-policy';

const policyOf = (random: () => number, options: BackoffOptions = {}): ReconnectPolicy =>
  new ReconnectPolicy(backoffOf(options), random);

describe('ReconnectPolicy', () => {
  it('doubles the bound of the delay up to the maximum', () => {
    const policy = policyOf(() => 1, { maxFailures: 100 });
    const delays = Array.from({ length: 7 }, () => policy.ended(0).delayMs);
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('spreads delays over the whole range below the bound', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (share, times) => {
          const policy = policyOf(() => share, { maxFailures: 100 });
          const delays = Array.from({ length: times }, () => policy.ended(0).delayMs);
          expect(delays.at(-1)).toBe(Math.round(share * Math.min(30_000, 1_000 * 2 ** (times - 1))));
        },
      ),
    );
  });

  it('opens the circuit at the last allowed failure and keeps it open until a connection proves healthy', () => {
    const policy = policyOf(() => 1, { maxFailures: 3, probeMs: 45_000, healthyMs: 10_000 });
    const kinds = [0, 9_999, 0, 500].map((openMs) => policy.ended(openMs).kind);
    expect(kinds).toEqual(['waiting', 'waiting', 'circuit-open', 'circuit-open']);
    expect(policy.ended(10_000)).toEqual({ kind: 'waiting', failures: 1, delayMs: 1_000 });
  });

  it('replaces at once what was healthy and given up by us, and nothing else', () => {
    const policy = policyOf(() => 1);
    expect(policy.ended(9_999, true)).toEqual({ kind: 'waiting', failures: 1, delayMs: 1_000 });
    expect(policy.ended(10_000, true)).toEqual({ kind: 'waiting', failures: 1, delayMs: 0 });
    expect(policy.ended(10_000, false)).toEqual({ kind: 'waiting', failures: 1, delayMs: 1_000 });
  });

  it('asks a server again within seconds, however often messages of it get lost, and never opens the circuit', () => {
    const policy = policyOf(() => 1, { maxFailures: 3 });
    const next = Array.from({ length: 5 }, () => policy.ended(2_000, true));
    expect(next.map(({ kind, delayMs }) => `${kind} ${delayMs}`)).toEqual([
      'waiting 1000',
      'waiting 2000',
      'waiting 4000',
      'waiting 4000',
      'waiting 4000',
    ]);
    expect(policy.ended(0).kind).toBe('circuit-open');
  });

  it('counts attempts from one', () => {
    const policy = policyOf(() => 0);
    expect(policy.attempt).toBe(1);
    policy.ended(0);
    expect(policy.attempt).toBe(2);
  });

  it('does not take a connection that never opened for a healthy one, even when none needs to last', () => {
    const policy = policyOf(() => 0, { healthyMs: 0 });
    policy.ended(0);
    expect(policy.ended(0).failures).toBe(2);
    expect(policy.ended(1).failures).toBe(1);
  });
});

describe('backoffOf', () => {
  it.each<[BackoffOptions, string]>([
    [{ initialMs: 0 }, 'backoff.initialMs must be > 0, was 0'],
    [{ maxMs: 10 }, 'backoff.maxMs must be >= initialMs 1000, was 10'],
    [{ maxFailures: 0 }, 'backoff.maxFailures must be a whole number >= 1, was 0'],
    [{ maxFailures: 1.5 }, 'backoff.maxFailures'],
    [{ probeMs: -1 }, 'backoff.probeMs must be >= 0, was -1'],
    [{ healthyMs: NaN }, 'backoff.healthyMs must be >= 0, was NaN'],
  ])('refuses %j', (options, message) => {
    expect(() => backoffOf(options)).toThrow(RangeError);
    expect(() => backoffOf(options)).toThrow(message);
  });
});
