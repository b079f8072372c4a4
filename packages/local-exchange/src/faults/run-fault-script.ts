import type { ExchangeTimers } from '../clock/exchange-timers';
import { SeededRandom } from '../random/seeded-random';
import type { ExchangeFault } from './exchange-fault';
import type { FaultScript, FaultTimes } from './fault-script';

/** Sets generators of one seed apart. */
const APART = 0x9e3779b1;

/**
 * Has the faults of a script happen at their times, counted from now. Each fault draws from a generator of its own, so
 * one more in the script changes nothing about the others.
 */
export function runFaultScript(
  { seed, faults }: FaultScript,
  defaultSeed: number,
  timers: ExchangeTimers,
  inject: (fault: ExchangeFault, random: SeededRandom) => void,
): void {
  faults.forEach(({ times, fault }, at) => {
    const random = new SeededRandom((seed ?? defaultSeed) + (at + 1) * APART);
    repeat(times, random, timers, () => inject(fault, random));
  });
}

function repeat(times: FaultTimes, random: SeededRandom, timers: ExchangeTimers, strike: () => void): void {
  if ('atMs' in times) {
    timers.after(times.atMs, strike);
    return;
  }
  const { everyMs, jitter, fromMs, untilMs = Infinity } = times;
  const distanceMs = (): number => Math.max(1, everyMs * (1 + jitter * (2 * random.uniform() - 1)));
  const next = (sinceStartMs: number, delayMs: number): void => {
    const dueMs = sinceStartMs + delayMs;
    if (dueMs > untilMs) return;
    timers.after(delayMs, () => {
      strike();
      next(dueMs, distanceMs());
    });
  };
  next(0, fromMs ?? distanceMs());
}
