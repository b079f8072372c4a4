/** What the feed itself needs to know of a frame. `other` is whatever it does not know, and goes on unread. */
export type FrameHead = {
  readonly kind: 'data' | 'connected' | 'subscribed' | 'unsubscribed' | 'error' | 'other';
  /** Number of the message on its connection. */
  readonly messageId?: number | undefined;
  readonly channel?: string | undefined;
  readonly id?: string | undefined;
  readonly connectionId?: string | undefined;
  /** Text of an error. */
  readonly error?: string | undefined;
};

const OTHER: FrameHead = { kind: 'other' };
const DATA =
  /^\{"type":"channel_(?:batch_)?data","connection_id":"[^"]*","message_id":(\d+),(?:"id":"([^"\\]*)",)?"channel":"([^"\\]*)",/;
const ANSWER =
  /^\{"type":"(subscribed|unsubscribed)","connection_id":"[^"]*","message_id":(\d+),"channel":"([^"\\]*)"(?:,"id":"([^"\\]*)")?[,}]/;

/**
 * Learns what a frame is without reading its contents: data and confirmations (whose contents are whole snapshots) by
 * their head, which the server always writes in the same order. Other texts are rare and small and are parsed. Never throws.
 */
export function readFrameHead(text: string): FrameHead {
  const data = DATA.exec(text);
  if (data !== null) return { kind: 'data', messageId: Number(data[1]), channel: data[3], id: data[2] };
  const answer = ANSWER.exec(text);
  if (answer === null) return readWhole(text);
  const kind = answer[1] === 'subscribed' ? 'subscribed' : 'unsubscribed';
  return { kind, messageId: Number(answer[2]), channel: answer[3], id: answer[4] };
}

function readWhole(text: string): FrameHead {
  let frame: { readonly [name: string]: unknown };
  try {
    frame = Object(JSON.parse(text)) as typeof frame;
  } catch {
    return OTHER;
  }
  const { type, message } = frame;
  const head = { messageId: idOrNone(frame.message_id), channel: textOrNone(frame.channel), id: textOrNone(frame.id) };
  switch (type) {
    case 'channel_data':
    case 'channel_batch_data':
      return { kind: 'data', ...head };
    case 'subscribed':
    case 'unsubscribed':
      return { kind: type, ...head };
    case 'connected':
      return { kind: 'connected', ...head, connectionId: textOrNone(frame.connection_id) ?? '' };
    case 'error':
      return { kind: 'error', ...head, error: textOrNone(message) ?? 'no message' };
    default:
      return { kind: 'other', ...head };
  }
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function idOrNone(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}
