import { type FeedEvent } from '@perpstream/core';
import { type SubaccountRef } from '../rest/account-paths';

const HEIGHT = /"(?:blockHeight|createdAtHeight)":"(\d+)"/g;
/** Type, ids and channel of a frame stand at its beginning. */
const HEAD_LENGTH = 300;

/** The stream of one account: which events of a feed are its own, and up to which block it told everything. */
export class AccountStream {
  readonly #channel: 'v4_subaccounts' | 'v4_parent_subaccounts';
  readonly #id: string;
  #isLive = false;
  #height: number | undefined;

  constructor(account: SubaccountRef) {
    const isParent = 'parentSubaccountNumber' in account;
    this.#channel = isParent ? 'v4_parent_subaccounts' : 'v4_subaccounts';
    this.#id = `${account.address}/${isParent ? account.parentSubaccountNumber : account.subaccountNumber}`;
  }

  /** The highest block that it told of while it was live. */
  get height(): number | undefined {
    return this.#height;
  }

  /** Whether the stream is live after this event; undefined when the event does not change that. */
  note(event: FeedEvent): boolean | undefined {
    if (event.kind === 'frame') this.#noteFrame(event.text);
    if (event.kind !== 'stream' || event.channel !== this.#channel || event.id !== this.#id) return undefined;
    return (this.#isLive = event.state.kind === 'live');
  }

  /** The snapshot that ends an interruption states a height too, which says nothing of what was missed. */
  #noteFrame(text: string): void {
    if (!this.#isLive) return;
    const head = text.slice(0, HEAD_LENGTH);
    if (!head.includes(`"${this.#channel}"`) || !head.includes(`"${this.#id}"`)) return;
    for (const [, height] of text.matchAll(HEIGHT)) this.#height = Math.max(this.#height ?? 0, Number(height));
  }
}
