/** What the feed itself needs to know of a frame. Everything but these is `data` and goes on unread. */
export type SniffedFrame =
  | { readonly kind: 'data' }
  | { readonly kind: 'connected'; readonly connectionId: string }
  | { readonly kind: 'subscribed'; readonly channel: string; readonly id: string | undefined }
  | {
      readonly kind: 'error';
      readonly message: string;
      readonly channel: string | undefined;
      readonly id: string | undefined;
    };

const DATA: SniffedFrame = { kind: 'data' };
const SUBSCRIBED =
  /^\{"type":"subscribed","connection_id":"[^"]*","message_id":\d+,"channel":"([^"\\]*)",(?:"id":"([^"\\]*)",)?"contents":/;

/**
 * Learns the kind of a frame without reading its contents: data frames by their first bytes, confirmations (whose
 * contents are whole snapshots) by their head. Other texts are rare and small and are parsed. Never throws.
 */
export function sniffFrame(text: string): SniffedFrame {
  if (text.startsWith('{"type":"channel_')) return DATA;
  const head = SUBSCRIBED.exec(text);
  if (head !== null) return { kind: 'subscribed', channel: head[1] ?? '', id: head[2] };
  return sniffWhole(text);
}

function sniffWhole(text: string): SniffedFrame {
  let frame: { readonly [name: string]: unknown };
  try {
    frame = Object(JSON.parse(text)) as typeof frame;
  } catch {
    return DATA;
  }
  const channel = textOrNone(frame.channel);
  const id = textOrNone(frame.id);
  switch (frame.type) {
    case 'connected':
      return { kind: 'connected', connectionId: textOrNone(frame.connection_id) ?? '' };
    case 'subscribed':
      return { kind: 'subscribed', channel: channel ?? '', id };
    case 'error':
      return { kind: 'error', message: textOrNone(frame.message) ?? 'no message', channel, id };
    default:
      return DATA;
  }
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
