import { connectionCap, streamName, type StreamRequest } from './stream-request';

/**
 * Spreads streams over the fewest connections that the Indexer's caps allow: 32 per channel, 256 for subaccounts, one
 * block height. Streams keep their order, so that book and trades of one market mostly share a connection; a stream
 * asked for twice is carried once.
 */
export function partitionStreams(streams: readonly StreamRequest[]): readonly (readonly StreamRequest[])[] {
  const distinct = new Map(streams.map((stream) => [streamName(stream), stream]));
  const placed = new Map<string, number>();
  const connections: StreamRequest[][] = [];
  for (const stream of distinct.values()) {
    const position = placed.get(stream.channel) ?? 0;
    placed.set(stream.channel, position + 1);
    const connection = Math.floor(position / connectionCap(stream.channel));
    (connections[connection] ??= []).push(stream);
  }
  return connections;
}
