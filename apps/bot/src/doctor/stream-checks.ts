import { decodeInputs, indexerFeed, type Decoded } from '@perpstream/connection';
import { type Block, type Fault, type MarketId } from '@perpstream/core';
import { asyncScheduler, lastValueFrom, map, scan, takeUntil, takeWhile, timer } from 'rxjs';
import { systemClock } from '../run/system-clock';
import { fine, skipped, trouble, type DoctorCheck } from './doctor-check';

/** The server greets within a second, sends the book within the next, and a block every second or so. */
const PATIENCE_MS = 10_000;
const OLD_BLOCK_MS = 5_000;
const DEAD_BLOCK_MS = 60_000;

/** What a socket delivered, with the time since it was asked for. */
export type StreamSeen = {
  readonly greetedMs?: number;
  readonly bookMs?: number;
  readonly firstBlock?: Block;
  readonly latestBlock?: Block;
  /** What went wrong last. */
  readonly fault?: string;
};

/** Opens a socket for the blocks and one book and watches it until both came, or patience ends. */
export async function watchStream(wsUrl: string, market: MarketId, patienceMs = PATIENCE_MS): Promise<StreamSeen> {
  let fault: string | undefined;
  const faults = { report: ({ message }: Fault) => void (fault = message) };
  const startMs = systemClock.now();
  const streams = [{ channel: 'v4_block_height' }, { channel: 'v4_orderbook', id: market }] as const;
  const common = { clock: systemClock, scheduler: asyncScheduler, random: Math.random, faults };
  const seen$ = indexerFeed({ ...common, url: wsUrl, streams }).events$.pipe(
    map((event, seq) => ({ ...event, seq })),
    decodeInputs({ faults }),
    scan((seen: StreamSeen, event) => ({ ...seen, ...newsOf(seen, event, systemClock.now() - startMs) }), {}),
    takeWhile((seen) => !isEnough(seen), true),
    takeUntil(timer(patienceMs)),
  );
  const seen = await lastValueFrom(seen$, { defaultValue: {} });
  return fault === undefined ? seen : { ...seen, fault };
}

function newsOf(seen: StreamSeen, event: Decoded, afterMs: number): StreamSeen {
  if (event.kind === 'connection' && event.state.kind === 'open') return { greetedMs: seen.greetedMs ?? afterMs };
  if (event.kind === 'book-snapshot') return { bookMs: seen.bookMs ?? afterMs };
  if (event.kind === 'block') return { firstBlock: seen.firstBlock ?? event, latestBlock: event };
  return {};
}

function isEnough({ bookMs, firstBlock, latestBlock }: StreamSeen): boolean {
  return bookMs !== undefined && firstBlock !== undefined && firstBlock.height !== latestBlock?.height;
}

/** What a socket should have delivered. `clockOffsetMs`: the server's clock minus ours, as far as it is known. */
export function judgeStream(seen: StreamSeen, clockOffsetMs = 0): readonly DoctorCheck[] {
  const { greetedMs, bookMs, fault } = seen;
  if (greetedMs === undefined) {
    const found = fault ?? `no greeting within ${PATIENCE_MS / 1_000} s`;
    const advice = 'WebSockets may be cut on the way: try without proxy, VPN or firewall';
    return [trouble('websocket', 'fail', found, advice), skipped('book', 'no socket'), skipped('blocks', 'no socket')];
  }
  const book =
    bookMs === undefined
      ? trouble('book', 'fail', fault ?? 'no book came', 'the Indexer is in trouble; try again in a minute')
      : fine('book', `came after ${Math.round(bookMs)} ms`);
  return [fine('websocket', `greets after ${Math.round(greetedMs)} ms`), book, judgeBlocks(seen, clockOffsetMs)];
}

function judgeBlocks({ firstBlock, latestBlock }: StreamSeen, clockOffsetMs: number): DoctorCheck {
  const advice =
    'the chain or the Indexer stands still: trade nothing until blocks come, see https://status.dydx.trade';
  if (firstBlock === undefined || latestBlock === undefined) return trouble('blocks', 'fail', 'no block came', advice);
  const ageMs = latestBlock.receivedMs + clockOffsetMs - latestBlock.exchangeMs;
  const aged = `${(Math.max(0, ageMs) / 1_000).toFixed(1)} s old`;
  if (firstBlock.height === latestBlock.height) {
    return trouble('blocks', 'fail', `the height stands at ${latestBlock.height}, ${aged}`, advice);
  }
  const found = `height ${firstBlock.height} to ${latestBlock.height}, the newest ${aged}`;
  if (ageMs <= OLD_BLOCK_MS) return fine('blocks', found);
  return trouble('blocks', ageMs > DEAD_BLOCK_MS ? 'fail' : 'warn', found, advice);
}
