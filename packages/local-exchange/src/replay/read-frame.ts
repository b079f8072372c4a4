import { isChannel, type Channel } from '../indexer-api/channel';

/** What a recorded frame says: a snapshot, updates, or nothing that concerns markets. */
export type RecordedMessage =
  | { readonly kind: 'snapshot'; readonly channel: Channel; readonly id: string; readonly contents: object }
  | { readonly kind: 'updates'; readonly channel: Channel; readonly id: string; readonly contents: readonly object[] }
  | { readonly kind: 'other' };

type Envelope = {
  readonly type?: unknown;
  readonly channel?: unknown;
  readonly id?: unknown;
  readonly contents?: unknown;
};

const OTHER: RecordedMessage = { kind: 'other' };

/** Reads the text of a recorded frame. @throws Error when it is not JSON or its contents are not what its type has */
export function readFrame(text: string): RecordedMessage {
  const { type, channel, id, contents } = Object(JSON.parse(text)) as Envelope;
  if (!isChannel(channel)) return OTHER;
  const key = typeof id === 'string' ? id : channel;
  switch (type) {
    case 'subscribed':
      return { kind: 'snapshot', channel, id: key, contents: asObject(contents) };
    case 'channel_data':
      return { kind: 'updates', channel, id: key, contents: [asObject(contents)] };
    case 'channel_batch_data':
      if (!Array.isArray(contents)) throw new Error('the contents of a batch are not a list');
      return { kind: 'updates', channel, id: key, contents: contents.map(asObject) };
    default:
      return OTHER;
  }
}

function asObject(value: unknown): object {
  if (typeof value === 'object' && value !== null) return value;
  throw new Error('the contents are not an object');
}
