import { hasDefaultId, isChannel, type Channel } from './channel';

/** A message of a client after validation, or the error text that answers it. */
export type ClientMessage =
  | { readonly kind: 'subscribe'; readonly channel: Channel; readonly id: string; readonly batched: boolean }
  | { readonly kind: 'unsubscribe'; readonly channel: Channel; readonly id: string }
  | { readonly kind: 'ping' }
  /** Not a message at all: counts toward the limit of invalid messages. */
  | { readonly kind: 'invalid'; readonly error: string }
  /** A message with a wrong field: answered, not counted. */
  | { readonly kind: 'refused'; readonly error: string };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a text message of a client. Error texts are those of the Indexer, letter by letter.
 *
 * @see v4-chain `indexer/services/socks/src/websocket/index.ts` for the texts and the order of the checks
 */
export function readClientMessage(text: string): ClientMessage {
  let fields: Fields;
  try {
    fields = Object(JSON.parse(text)) as Fields;
  } catch {
    return { kind: 'invalid', error: 'Invalid message: could not parse' };
  }
  const { type } = fields;
  if (!type) return { kind: 'invalid', error: 'Invalid message: type is required' };
  if (type === 'ping') return { kind: 'ping' };
  if (type === 'subscribe' || type === 'unsubscribe') return readRequest(type, fields);
  return { kind: 'invalid', error: `Invalid message type: ${asText(type)}` };
}

function readRequest(kind: 'subscribe' | 'unsubscribe', { channel, id, batched }: Fields): ClientMessage {
  if (!channel) return { kind: 'refused', error: 'Invalid subscribe message: channel is required' };
  if (!isChannel(channel)) return { kind: 'refused', error: `Invalid channel: ${asText(channel)}` };
  if (hasDefaultId(channel))
    return request(kind, channel, id === undefined || id === null ? channel : asText(id), batched);
  if (typeof id !== 'string') return { kind: 'refused', error: `Invalid id: ${asText(id)}` };
  return request(kind, channel, id, batched);
}

function request(kind: 'subscribe' | 'unsubscribe', channel: Channel, id: string, batched: unknown): ClientMessage {
  return kind === 'subscribe' ? { kind, channel, id, batched: Boolean(batched) } : { kind, channel, id };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : String(JSON.stringify(value));
}
