import {
  unixMs,
  type AccountData,
  type Checked,
  type Fault,
  type FaultKind,
  type Frame,
  type MarketData,
} from '@perpstream/core';
import { parseBlockHeight } from './block-height';
import { parseCandles } from './candles';
import { type Channel, type ChannelParser } from './channel-frame';
import { readFields, readList, type Fields } from './fields';
import { Malformed, shown } from './malformed';
import { parseMarkets } from './markets';
import { parseOrderbook } from './orderbook';
import { parseParentSubaccounts, parseSubaccounts } from './subaccounts';
import { parseTrades } from './trades';

type LoggedFrame = Frame & { readonly seq: number };
type Events = readonly (MarketData | AccountData)[];

const PARSERS: ReadonlyMap<unknown, ChannelParser> = new Map<Channel, ChannelParser>([
  ['v4_orderbook', parseOrderbook],
  ['v4_trades', parseTrades],
  ['v4_candles', parseCandles],
  ['v4_markets', parseMarkets],
  ['v4_block_height', parseBlockHeight],
  ['v4_subaccounts', parseSubaccounts],
  ['v4_parent_subaccounts', parseParentSubaccounts],
]);

const NOTHING: Events = [];

/**
 * Decodes one frame: the events it holds, none for greetings and confirmations, or the one fault it amounts to. All or
 * nothing: a frame with one wrong field gives no event. Never throws, whatever the text is.
 */
export function decodeFrame(frame: LoggedFrame): Checked<Events> {
  let envelope: Fields = {};
  try {
    envelope = readFields(parseJson(frame.text), 'the frame');
    return decodeEnvelope(frame, envelope);
  } catch (error) {
    // Only `Malformed` is expected here; anything else that odd JSON may provoke is a malformed frame, too.
    return faultOf(frame, envelope, 'malformed-frame', error instanceof Error ? error.message : String(error));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed(`not JSON: ${shown(text)}`);
  }
}

function decodeEnvelope(frame: LoggedFrame, envelope: Fields): Checked<Events> {
  switch (envelope.type) {
    case 'channel_batch_data':
      if (envelope.contents === undefined) throw new Malformed('contents are missing');
      return decodeContents(frame, envelope, readList(envelope.contents, 'contents'));
    case 'channel_data':
    case 'subscribed':
      return decodeContents(frame, envelope, [envelope.contents]);
    case 'connected':
    case 'unsubscribed':
      return { ok: true, value: NOTHING };
    case 'error':
      return faultOf(frame, envelope, 'server-error', `the exchange answered: ${shownInFull(envelope.message)}`);
    default:
      return faultOf(frame, envelope, 'unknown-type', `unknown frame type ${shown(envelope.type)}, left out`);
  }
}

function decodeContents(frame: LoggedFrame, envelope: Fields, contents: readonly unknown[]): Checked<Events> {
  const parse = PARSERS.get(envelope.channel);
  if (parse === undefined) {
    return faultOf(frame, envelope, 'unknown-channel', `unknown channel ${shown(envelope.channel)}, left out`);
  }
  const events = parse({
    id: envelope.id,
    subaccountNumber: envelope.subaccountNumber,
    isSnapshot: envelope.type === 'subscribed',
    contents,
    receivedMs: unixMs(frame.receivedUs / 1_000),
    cause: frame.seq,
  });
  return { ok: true, value: events };
}

function faultOf(frame: LoggedFrame, envelope: Fields, kind: FaultKind, message: string): Checked<never> {
  const { message_id: messageId, channel, id } = envelope;
  const named = [
    messageId === undefined ? undefined : `message ${shownBare(messageId)}`,
    shownBare(channel),
    shownBare(id),
  ];
  const fault: Fault = {
    kind,
    where: [`connection ${frame.connection}`, `input ${frame.seq}`, ...named].filter(Boolean).join(' '),
    message,
    receivedMs: unixMs(frame.receivedUs / 1_000),
    cause: frame.seq,
  };
  return { ok: false, fault };
}

function shownBare(value: unknown): string {
  return value === undefined ? '' : shown(value).replaceAll('"', '');
}

function shownInFull(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : shown(value);
}
