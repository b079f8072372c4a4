import {
  unixMs,
  type AccountData,
  type Checked,
  type Fault,
  type FaultKind,
  type Frame,
  type MarketData,
} from '@perpstream/core';
import { errorRuleOf } from '../streams/error-catalogue';
import { parseBlockHeight } from './block-height';
import { parseCandles } from './candles';
import { type Channel, type ChannelParser } from './channel-frame';
import { readList, type Fields } from './fields';
import { Malformed, shown, shownBare } from './malformed';
import { parseMarkets } from './markets';
import { objectShape, readObject } from './object-shape';
import { type Oddities } from './oddities';
import { parseOrderbook } from './orderbook';
import { parseJson } from './parse-json';
import { parseParentSubaccounts, parseSubaccounts } from './subaccounts';
import { parseTrades } from './trades';

type LoggedFrame = Frame & { readonly seq: number };
type Events = readonly (MarketData | AccountData)[];

/** A frame as far as it could be read: its envelope (empty when it has none) and its events or the fault it amounts to. */
export type DecodedFrame = { readonly envelope: Fields; readonly decoded: Checked<Events> };

const PARSERS: ReadonlyMap<unknown, ChannelParser> = new Map<Channel, ChannelParser>([
  ['v4_orderbook', parseOrderbook],
  ['v4_trades', parseTrades],
  ['v4_candles', parseCandles],
  ['v4_markets', parseMarkets],
  ['v4_block_height', parseBlockHeight],
  ['v4_subaccounts', parseSubaccounts],
  ['v4_parent_subaccounts', parseParentSubaccounts],
]);

const ENVELOPE = objectShape(
  'envelope',
  'type connection_id message_id channel id version contents subaccountNumber message',
);
const NOTHING: Events = [];

/**
 * Decodes one frame: the events it holds, none for greetings and confirmations, or the one fault it amounts to. All or
 * nothing: a frame with one wrong field gives no event. Never throws, whatever the text is.
 */
export function decodeFrame(frame: LoggedFrame, oddities: Oddities): DecodedFrame {
  let envelope: Fields = {};
  try {
    envelope = readObject(parseJson(frame.text), ENVELOPE, oddities);
    return { envelope, decoded: decodeEnvelope(frame, envelope, oddities) };
  } catch (error) {
    // Only `Malformed` is expected here; anything else that odd JSON may provoke is a malformed frame, too.
    const message = error instanceof Error ? error.message : String(error);
    return { envelope, decoded: faultOf(frame, envelope, 'malformed-frame', message) };
  }
}

/** Where a frame is to be found: its connection and input, then what its envelope states. */
export function frameName(frame: LoggedFrame, { message_id: messageId, channel, id }: Fields): string {
  const place = `connection ${frame.connection} input ${frame.seq}`;
  const message = messageId === undefined ? '' : ` message ${shownBare(messageId)}`;
  const stream = [channel, id].map((name) => (name === undefined ? '' : ` ${shownBare(name)}`)).join('');
  return `${place}${message}${stream}`;
}

function decodeEnvelope(frame: LoggedFrame, envelope: Fields, oddities: Oddities): Checked<Events> {
  switch (envelope.type) {
    case 'channel_batch_data':
      if (envelope.contents === undefined) throw new Malformed('contents are missing');
      return decodeContents(frame, envelope, readList(envelope.contents, 'contents'), oddities);
    case 'channel_data':
    case 'subscribed':
      return decodeContents(frame, envelope, [envelope.contents], oddities);
    case 'connected':
    case 'unsubscribed':
      return { ok: true, value: NOTHING };
    case 'error':
      return serverError(frame, envelope);
    default:
      return faultOf(frame, envelope, 'unknown-type', `unknown frame type ${shown(envelope.type)}, left out`);
  }
}

/** A refusal of this address or region is told apart, for nothing that we do will change it. */
function serverError(frame: LoggedFrame, envelope: Fields): Checked<never> {
  const said = shownInFull(envelope.message);
  const kind = errorRuleOf(said).meaning === 'blocked' ? 'blocked' : 'server-error';
  return faultOf(frame, envelope, kind, `the exchange answered: ${said}`);
}

function decodeContents(
  frame: LoggedFrame,
  envelope: Fields,
  contents: readonly unknown[],
  oddities: Oddities,
): Checked<Events> {
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
    oddities,
  });
  return { ok: true, value: events };
}

function faultOf(frame: LoggedFrame, envelope: Fields, kind: FaultKind, message: string): Checked<never> {
  const fault: Fault = {
    kind,
    where: frameName(frame, envelope),
    message,
    receivedMs: unixMs(frame.receivedUs / 1_000),
    cause: frame.seq,
  };
  return { ok: false, fault };
}

function shownInFull(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : shown(value);
}
