import { type Channel } from '../wire/channel-frame';
import { connectionCap, streamName, type StreamRequest } from '../streams/stream-request';

/** A connection as far as placing streams is concerned. */
export type Place = {
  /** How many more streams of a channel it can take. */
  room(channel: Channel): number;
  carries(name: string): boolean;
};

/** Which stream is best carried by the same connection: book and trades of one market are read together. */
const PARTNER: Partial<Readonly<Record<Channel, Channel>>> = { v4_orderbook: 'v4_trades', v4_trades: 'v4_orderbook' };

/**
 * The connection that takes a stream: where its partner is, else the first with room; undefined when all are full. Since a
 * new one is needed only when all are full, no more are ever opened than the caps demand.
 */
export function placeFor<P extends Place>(stream: StreamRequest, places: readonly P[]): P | undefined {
  const withRoom = places.filter((place) => place.room(stream.channel) > 0);
  const partner = PARTNER[stream.channel];
  const partnerName = partner === undefined ? undefined : streamName({ ...stream, channel: partner });
  return withRoom.find((place) => partnerName !== undefined && place.carries(partnerName)) ?? withRoom[0];
}

/** The fewest connections that can carry these streams, each named once. */
export function fewestConnections(streams: readonly StreamRequest[]): number {
  const counts = countByChannel(streams);
  return Math.max(0, ...[...counts].map(([channel, count]) => Math.ceil(count / connectionCap(channel))));
}

/** Whether these connections have room for all of these streams. */
export function haveRoom(streams: readonly StreamRequest[], places: readonly Place[]): boolean {
  return [...countByChannel(streams)].every(
    ([channel, count]) => count <= places.reduce((room, place) => room + place.room(channel), 0),
  );
}

function countByChannel(streams: readonly StreamRequest[]): ReadonlyMap<Channel, number> {
  const counts = new Map<Channel, number>();
  for (const { channel } of streams) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return counts;
}
