import type { Channel } from '../indexer-api/channel';
import type { ClientLink } from '../indexer-api/client-link';

/** A connection as faults see it. */
export interface FaultyConnection {
  /** Its name in the list of faults: `connection 3`, counted in the order of connecting. */
  readonly name: string;
  readonly link: ClientLink;
  /** Whether it has subscribed to a channel and id that match. */
  hasSubscription(matches: (channel: Channel, id: string) => boolean): boolean;
  jumpMessageId(by: number): void;
}
