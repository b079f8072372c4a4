import { describeContract } from './describe-contract';
import type { LookaheadSubject } from './lookahead-subject';
import { lookaheadContract } from './no-lookahead';
import type { Timed } from './timed';

/**
 * Registers the tests that an operator does not use the future, in a runner with global `describe` and `it` (jest, vitest).
 * For another runner call `noLookahead` with the same subject.
 *
 * @example
 * describeNoLookahead({ name: 'momentum', create: () => momentum(), events });
 * describeNoLookahead({ name: 'pairs', create: (scheduler) => pairs({ scheduler }), events, judgedBy: 'emitted' });
 */
export function describeNoLookahead<In extends Timed, Out extends Timed>(subject: LookaheadSubject<In, Out>): void {
  describeContract('no-lookahead', lookaheadContract(subject), subject);
}
