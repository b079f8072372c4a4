import { describeContract } from './describe-contract';
import { feedContract } from './feed-contract';
import type { FeedSubject } from './feed-subject';

/**
 * Registers the tests that every market feed has to pass, live or recorded, in a runner with global `describe` and `it`
 * (jest, vitest). For another runner use `feedContract`, the same checks as functions. Waits in real time, for frames
 * and for sockets to close, never longer than `waitMs`.
 *
 * @example
 * describeFeedContract({ name: 'pool', create: async () => ({ feed, openResources: () => server.clients.size }) });
 */
export function describeFeedContract(subject: FeedSubject): void {
  describeContract('market feed', feedContract, subject);
}
