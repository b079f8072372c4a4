import { StreamRecord, type StreamStatus } from '../streams/stream-record';
import { streamName, type StreamRequest } from '../streams/stream-request';
import { Connection } from './connection';
import { type FeedContext } from './feed-context';
import { fewestConnections, haveRoom, placeFor } from './placement';

/**
 * Spreads streams over the fewest connections that the caps of the Indexer allow, and keeps it so while streams come and
 * go: opens connections when all are full, closes empty ones, and empties the least used one when fewer would do.
 */
export class StreamPool {
  readonly #records = new Map<string, StreamRecord>();
  readonly #connections = new Map<number, Connection>();

  constructor(private readonly context: FeedContext) {}

  /** Makes these the streams that are carried, each once. */
  setStreams(streams: readonly StreamRequest[]): void {
    const wanted = new Map(streams.map((stream) => [streamName(stream), stream]));
    for (const record of this.#records.values()) {
      if (!wanted.has(record.name)) this.#drop(record);
    }
    const added: StreamRecord[] = [];
    for (const [name, stream] of wanted) {
      if (!this.#records.has(name)) added.push(new StreamRecord(stream, this.context.clock.now()));
    }
    for (const record of added) this.#records.set(record.name, record);
    for (const record of added) this.#place(record, 'wanted');
    this.#closeEmpty();
    this.#compact();
  }

  statuses(nowMs: number): readonly StreamStatus[] {
    return [...this.#records.values()].map((record) => record.status(nowMs));
  }

  stop(): void {
    for (const connection of this.#connections.values()) connection.stop();
    this.#connections.clear();
    this.#records.clear();
  }

  #drop(record: StreamRecord): void {
    const carrier = this.#carrierOf(record);
    this.#records.delete(record.name);
    carrier?.remove(record);
    this.context.streamOf(record, carrier?.number ?? 0, { kind: 'ended', reason: 'no longer wanted' });
  }

  #place(record: StreamRecord, reason: string): void {
    const place = placeFor(record.stream, [...this.#connections.values()]);
    if (place !== undefined) return place.add(record, reason);
    const number = this.#freeNumber();
    const connection = new Connection(number, this.context, (refused) =>
      this.#place(refused, `refused by connection ${number}`),
    );
    this.#connections.set(number, connection);
    connection.open();
    connection.add(record, reason);
  }

  #closeEmpty(): void {
    for (const connection of this.#connections.values()) {
      if (connection.records.length === 0) this.#close(connection, 'no stream is left on it');
    }
  }

  #compact(): void {
    const streams = [...this.#records.values()].map(({ stream }) => stream);
    while (this.#connections.size > fewestConnections(streams)) {
      const [emptiest, ...others] = [...this.#connections.values()].toSorted(
        (left, right) => left.records.length - right.records.length,
      );
      if (
        emptiest === undefined ||
        !haveRoom(
          emptiest.records.map(({ stream }) => stream),
          others,
        )
      )
        return;
      const moved = emptiest.records;
      this.#close(emptiest, 'fewer connections carry all streams');
      for (const record of moved) this.#place(record, `moved from connection ${emptiest.number}`);
    }
  }

  #close(connection: Connection, reason: string): void {
    this.#connections.delete(connection.number);
    connection.close(reason);
  }

  #carrierOf({ name }: StreamRecord): Connection | undefined {
    return [...this.#connections.values()].find((connection) => connection.carries(name));
  }

  #freeNumber(): number {
    let number = 0;
    while (this.#connections.has(number)) number += 1;
    return number;
  }
}
