import { unixMs, type FeedEvent, type LoggedInput } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncScheduler, from, lastValueFrom, map, take, toArray } from 'rxjs';
import { WebSocketServer } from 'ws';
import { indexerFeed } from '../indexer/indexer-feed';
import { replayFeed } from '../replay/replay-feed';
import { decodeInputs, type Decoded } from '../wire/decode-inputs';
import { recordingWriter } from './recording-writer';

const FRAMES = [
  { type: 'channel_data', channel: 'v4_orderbook', id: 'BTC-USD', contents: { bids: [['1', '2']] } },
  {
    type: 'channel_data',
    channel: 'v4_orderbook',
    id: 'BTC-USD',
    contents: { note: 'ünïcödé', bids: [['oops', '2']] },
  },
  { type: 'channel_data', channel: 'v4_trades', id: 'BTC-USD', contents: { trades: [] } },
];

describe('a recorded live feed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perpstream-'));
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const clock = { now: () => unixMs(Date.now()) };

  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  });

  const liveEvents = async (): Promise<FeedEvent[]> => {
    if (server.address() === null) await once(server, 'listening');
    server.on('connection', (socket) => {
      socket.send(JSON.stringify({ type: 'connected', connection_id: 'u', message_id: 0 }));
      socket.once('message', () => {
        FRAMES.forEach((frame) => socket.send(JSON.stringify(frame)));
        socket.close(1012);
      });
    });
    const { events$ } = indexerFeed({
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
      streams: [{ channel: 'v4_orderbook', id: 'BTC-USD' }],
      clock,
      scheduler: asyncScheduler,
      random: () => 0.999,
      faults: collectFaults(),
    });
    // connecting, requested, open, the greeting, three frames, waiting
    return lastValueFrom(events$.pipe(take(8), toArray()));
  };

  const decoded = async (events: readonly FeedEvent[]): Promise<{ events: Decoded[]; faults: unknown }> => {
    const faults = collectFaults();
    const inputs$ = from(events).pipe(map((event, seq): LoggedInput => ({ ...event, seq })));
    return { events: await lastValueFrom(inputs$.pipe(decodeInputs({ faults }), toArray())), faults: faults.faults };
  };

  it('replays the same events, and decodes to the same data, gaps and faults', async () => {
    const live = await liveEvents();
    const path = join(folder, 'live.frames.gz');
    const writer = recordingWriter({ path });
    live.forEach((event) => writer.write(event));
    await writer.close();

    const options = { path, clock, scheduler: asyncScheduler, faults: collectFaults() };
    const replayed = await lastValueFrom(replayFeed({ ...options, speed: 'max' }).events$.pipe(toArray()));

    expect(replayed).toEqual(live);
    expect(await decoded(replayed)).toEqual(await decoded(live));
    const kinds = (await decoded(live)).events.map(({ kind }) => kind);
    expect(kinds).toEqual(['connection', 'stream', 'connection', 'book-change', 'connection', 'gap']);
  });
});
