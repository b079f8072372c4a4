import type { Channel } from '../indexer-api/channel';
import type { FaultTarget } from './exchange-fault';

/** A frame on its way to a client. */
export type OutgoingFrame = {
  readonly messageId: number;
  /** The channel and id it speaks of; absent from greetings and general errors. */
  readonly channel?: Channel;
  readonly id?: string;
  readonly text: string;
};

/** The market that a channel and id belong to; undefined for channels of no single market. */
export function marketOf(channel: Channel, id: string): string | undefined {
  switch (channel) {
    case 'v4_orderbook':
    case 'v4_trades':
      return id;
    case 'v4_candles':
      return id.split('/')[0];
    default:
      return undefined;
  }
}

/** Whether a channel and id are among those that a fault is for. */
export function isMeant({ channel, market }: FaultTarget, ofChannel: Channel, id: string): boolean {
  return (
    (channel === undefined || channel === ofChannel) && (market === undefined || market === marketOf(ofChannel, id))
  );
}

/** Whether a fault is for some channels or markets alone. */
export function hasFilter({ channel, market }: FaultTarget): boolean {
  return channel !== undefined || market !== undefined;
}

/** Names a frame in one line. */
export function nameOf({ messageId, channel, id }: OutgoingFrame): string {
  return `message ${[messageId, channel === undefined ? '' : `of ${channel}`, id ?? ''].filter((part) => part !== '').join(' ')}`;
}
