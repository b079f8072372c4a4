import { subscriptionLimit, type Channel } from './channel';

type Subscription = { readonly channel: Channel; readonly id: string };

/** The subscriptions of one connection, with those under way counted toward the cap of their channel. */
export class SubscriptionBook {
  readonly #active = new Map<string, Subscription>();
  readonly #reserved = new Map<Channel, number>();

  /** Takes a place of the channel, before anything is checked; false when its cap is reached. */
  reserve(channel: Channel): boolean {
    const taken = this.#reserved.get(channel) ?? 0;
    if (taken >= subscriptionLimit(channel)) return false;
    this.#reserved.set(channel, taken + 1);
    return true;
  }

  /** Gives a place back. */
  release(channel: Channel): void {
    this.#reserved.set(channel, (this.#reserved.get(channel) ?? 1) - 1);
  }

  has(channel: Channel, id: string): boolean {
    return this.#active.has(`${channel}:${id}`);
  }

  add(channel: Channel, id: string): void {
    this.#active.set(`${channel}:${id}`, { channel, id });
  }

  /** Ends a subscription and gives its place back; harmless when there is none. */
  remove(channel: Channel, id: string): void {
    if (this.#active.delete(`${channel}:${id}`)) this.release(channel);
  }

  all(): Iterable<Subscription> {
    return this.#active.values();
  }
}
