import { describeContract } from './describe-contract';
import { signalContract } from './signal-contract';
import type { SignalSubject } from './signal-subject';

/**
 * Registers the tests that every signal engine has to pass, in a runner with global `describe` and `it` (jest, vitest).
 * For another runner use `signalContract`, the same checks as functions.
 *
 * @example
 * describeSignalContract({ name: 'momentum', create: () => momentum(options), warmUpMs: 6_000, events, divergentEvent });
 */
export function describeSignalContract(subject: SignalSubject): void {
  describeContract('signal', signalContract, subject);
}
