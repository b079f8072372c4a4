import type { Timed } from './timed';
import { warmUpAgrees } from './warm-up-dependence';
import type { WarmUpSubject } from './warm-up-subject';

/**
 * Registers the tests that an operator is silent during its warm-up and hardly knows afterwards where its data began, in a
 * runner with global `describe` and `it` (jest, vitest). For another runner call `warmUpAgrees`.
 *
 * @example describeWarmUp({ name: 'momentum', create: () => momentum(), events, epsilon: 3, warmUpMs: 60_000 });
 */
export function describeWarmUp<In extends Timed, Out extends Timed>(
  subject: WarmUpSubject<In, Out> & { readonly name: string; readonly warmUpMs: number },
): void {
  describe(`${subject.name} warms up in ${subject.warmUpMs} ms`, () => {
    it(`says nothing before, and differs by at most ${subject.epsilon} from longer data after it`, () => {
      warmUpAgrees(subject, subject.warmUpMs);
    });
  });
}
