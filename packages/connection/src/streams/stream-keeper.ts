import { unixMs } from '@perpstream/core';
import { type Subscription } from 'rxjs';
import { type FrameHead } from '../socket/frame-head';
import { BACKING_OFF, errorRuleOf, ONCE_A_MINUTE, type Pauses, type Remedy } from './error-catalogue';
import { HeldStream } from './held-stream';
import { type KeeperHost, type KeeperTimes } from './keeper-host';
import { type Doubt } from './loss-watch';
import { refusedStream } from './refused-stream';
import { RequestWindow } from './request-window';
import { type StreamRecord } from './stream-record';
import { streamName, subscribeMessage, unsubscribeMessage } from './stream-request';

/** The server closes a connection that asks for one stream three times within a second. */
const MIN_PAUSE_MS = 1_000;
/** How long the answer to an unsubscribe is waited for. */
const LEAVE_MS = 1_000;
const LOOK_EVERY_MS = 1_000;
/** What the loss of a message can make wrong for long: a level of a book, a trade. Other streams state themselves anew. */
const DOUBTED: readonly string[] = ['v4_orderbook', 'v4_trades'];

/**
 * Keeps every stream of one socket subscribed: asks at a pace the server takes, waits for the snapshot, asks again when
 * none comes or as the error catalogue says, resyncs what fell silent or out of order, and unsubscribes what is not
 * wanted any more. Tells each change of state once.
 */
export class StreamKeeper {
  readonly #held = new Map<string, HeldStream>();
  readonly #window: RequestWindow;
  /** When each stream was asked for last, also those that were dropped since: the server counts them all. */
  readonly #askedMs = new Map<string, number>();
  #asks = 0;
  #timer: Subscription | undefined;

  constructor(
    private readonly host: KeeperHost,
    private readonly times: KeeperTimes,
  ) {
    this.#window = new RequestWindow(times.requestsAtOnce);
  }

  /** Begins to watch for silent streams; call it once the server has greeted. */
  start(): void {
    this.#timer = this.host.scheduler.schedule(() => {
      this.#lookForSilence();
      this.#forgetOldAsks();
      this.start();
    }, LOOK_EVERY_MS);
  }

  /** Asks for a stream. */
  add(record: StreamRecord): void {
    const held = this.#held.get(record.name) ?? new HeldStream(record);
    const isNew = held.phase === 'new';
    held.record = record;
    held.isWanted = true;
    this.#held.set(record.name, held);
    if (isNew) this.#askAfter(held, 0);
  }

  /** Ends a stream. What still comes of it is left out. */
  remove(name: string): void {
    const held = this.#held.get(name);
    if (held === undefined) return;
    held.isWanted = false;
    if (held.phase === 'live') this.#leave(held);
    else if (held.phase !== 'asked' && held.phase !== 'leaving') this.#forget(held);
  }

  /** Streams of a channel that the server still counts although they are not wanted. */
  leftovers(channel: string): number {
    let count = 0;
    for (const { isWanted, phase, record } of this.#held.values()) {
      if (!isWanted && phase === 'asked' && record.stream.channel === channel) count += 1;
    }
    return count;
  }

  /** The stream that a frame belongs to, if it is held. */
  of({ channel, id }: FrameHead): HeldStream | undefined {
    return channel === undefined ? undefined : this.#held.get(streamName({ channel, id }));
  }

  /** Data of a stream came and were handed on. */
  data(held: HeldStream): void {
    held.heardMs = this.host.scheduler.now();
    if (held.silence === undefined) return;
    held.silence = undefined;
    this.#restate(held);
  }

  /** A confirmation or refusal came and was handed on. */
  answer(head: FrameHead): void {
    if (head.kind === 'error') return this.#refused(head);
    const held = this.of(head);
    if (held === undefined) return;
    if (head.kind === 'subscribed') this.#subscribed(held);
    if (head.kind === 'unsubscribed') this.#unsubscribed(held);
  }

  /** Messages may be missing, or none any more. Streams whose snapshot is newer are not concerned. */
  doubt(doubt: Doubt | undefined): void {
    for (const held of this.#held.values()) {
      if (!DOUBTED.includes(held.record.stream.channel)) continue;
      const isConcerned = doubt !== undefined && held.liveSinceMs <= doubt.sinceMs;
      held.doubt = isConcerned ? `messages ${doubt.missing} may be missing` : undefined;
      this.#restate(held);
    }
  }

  /** An old message came late: what it says cannot be used, so the stream starts over. */
  late(held: HeldStream, reason: string): void {
    held.late = reason;
    this.#resync(held, reason);
  }

  stop(): void {
    this.#timer?.unsubscribe();
    for (const { timer } of this.#held.values()) timer?.unsubscribe();
    this.#held.clear();
  }

  #askAfter(held: HeldStream, delayMs: number): void {
    const askedMs = this.#askedMs.get(held.record.name) ?? -Infinity;
    const pauseMs = Math.max(delayMs, askedMs + MIN_PAUSE_MS - this.host.scheduler.now());
    held.phase = 'waiting';
    if (pauseMs > 0) return this.#wait(held, pauseMs, () => this.#ask(held));
    this.#ask(held);
  }

  #ask(held: HeldStream): void {
    const { record } = held;
    held.phase = 'queued';
    if (record.state.kind !== 'requested') {
      this.host.changed(record, { kind: 'requested', reason: 'asked for again' });
    }
    this.#window.ask(record.stream, () => this.#sendSubscribe(held));
  }

  #sendSubscribe(held: HeldStream): void {
    const { subscriptionTimeoutMs } = this.times;
    held.phase = 'asked';
    this.#askedMs.set(held.record.name, this.host.scheduler.now());
    held.turn = this.#asks += 1;
    this.host.asked(`subscribe ${held.record.name}`);
    this.host.send(subscribeMessage(held.record.stream));
    this.#wait(held, subscriptionTimeoutMs, () => this.#timedOut(held));
  }

  #timedOut(held: HeldStream): void {
    const { record } = held;
    this.#window.settle(record.stream);
    if (held.isWanted) {
      const reason = `no answer within ${this.times.subscriptionTimeoutMs} ms`;
      this.host.fault('connection', record, `${reason}, asking again`);
      this.host.changed(record, { kind: 'requested', reason });
    }
    held.refusals += 1;
    this.#leave(held);
  }

  #leave(held: HeldStream): void {
    held.phase = 'leaving';
    held.liveSinceMs = Infinity;
    this.host.asked(`unsubscribe ${held.record.name}`);
    this.host.send(unsubscribeMessage(held.record.stream));
    this.#wait(held, LEAVE_MS, () => this.#left(held));
  }

  #left(held: HeldStream): void {
    if (held.isWanted) this.#askAfter(held, backoffMs(held, BACKING_OFF));
    else this.#forget(held);
  }

  #forget(held: HeldStream): void {
    held.timer?.unsubscribe();
    this.#held.delete(held.record.name);
    this.#window.settle(held.record.stream);
  }

  #unsubscribed(held: HeldStream): void {
    this.host.answered(`unsubscribe ${held.record.name}`);
    if (held.phase === 'leaving') this.#left(held);
  }

  #subscribed(held: HeldStream): void {
    const { record } = held;
    this.host.answered(`subscribe ${record.name}`);
    // On its way out and in again: the snapshot that counts is the next one.
    if (held.phase === 'leaving') return;
    held.timer?.unsubscribe();
    held.live(this.host.scheduler.now());
    this.#window.settle(record.stream);
    if (!held.isWanted) return this.#leave(held);
    if (record.state.kind !== 'live') this.host.changed(record, { kind: 'live' });
  }

  #refused(head: FrameHead): void {
    const { error = '' } = head;
    const { meaning, remedy } = errorRuleOf(error);
    if (remedy.kind === 'reconnect') return this.host.giveUp(error);
    const held = refusedStream(head, meaning, this.#held.values());
    if (held === undefined) return;
    this.host.answered(`subscribe ${held.record.name}`);
    this.#window.settle(held.record.stream);
    if (held.isWanted) this.#remedy(held, remedy, error);
    else if (remedy.kind === 'resync') this.#leave(held);
    else this.#forget(held);
  }

  #remedy(held: HeldStream, remedy: Remedy, reason: string): void {
    switch (remedy.kind) {
      case 'retry':
        return this.#retry(held, remedy, reason);
      case 'elsewhere':
        return this.#elsewhere(held, reason);
      case 'resync':
        return this.#resync(held, reason);
      case 'never':
        held.phase = 'blocked';
        held.timer?.unsubscribe();
        return this.host.changed(held.record, { kind: 'refused', reason });
      case 'reconnect':
        return this.host.giveUp(reason);
    }
  }

  #retry(held: HeldStream, pauses: Pauses, reason: string): void {
    held.refusals += 1;
    const delayMs = backoffMs(held, pauses);
    const retryAtMs = unixMs(this.host.scheduler.now() + delayMs);
    this.host.changed(held.record, { kind: 'refused', reason, retryAtMs });
    this.#askAfter(held, delayMs);
  }

  #elsewhere(held: HeldStream, reason: string): void {
    this.#forget(held);
    if (this.host.moveElsewhere(held.record, reason)) return;
    this.#held.set(held.record.name, held);
    this.#retry(held, ONCE_A_MINUTE, reason);
  }

  /** Starts a stream over, now or, when that was done only just now, later; it is not trusted until then. */
  #resync(held: HeldStream, reason: string): void {
    const nowMs = this.host.scheduler.now();
    if (nowMs < held.nextResyncMs) {
      this.#restate(held);
      return this.#wait(held, held.nextResyncMs - nowMs, () => this.#resync(held, reason));
    }
    held.nextResyncMs = nowMs + this.times.resyncCooldownMs;
    this.host.changed(held.record, { kind: 'requested', reason: `starts over: ${reason}` });
    this.#leave(held);
  }

  #forgetOldAsks(): void {
    const nowMs = this.host.scheduler.now();
    for (const [name, askedMs] of this.#askedMs) if (nowMs - askedMs > MIN_PAUSE_MS) this.#askedMs.delete(name);
  }

  #lookForSilence(): void {
    const nowMs = this.host.scheduler.now();
    for (const held of this.#held.values()) {
      const { phase, silence, heardMs, record } = held;
      const silentMs = nowMs - heardMs;
      const longestMs = this.times.longestSilenceMs(record.stream);
      if (phase !== 'live' || silence !== undefined || silentMs <= longestMs) continue;
      held.silence = `silent for ${Math.round(silentMs / 1_000)} s`;
      this.host.fault(
        'connection',
        record,
        `${held.silence}, ${longestMs / 1_000} s at most are expected; starts over`,
      );
      this.#restate(held);
      this.#resync(held, held.silence);
    }
  }

  /** Tells whether a live stream can be trusted, when that has changed. */
  #restate(held: HeldStream): void {
    if (held.phase !== 'live' || !held.isWanted) return;
    const { state } = held.record;
    const reason = held.late ?? held.silence ?? held.doubt;
    if (reason === undefined && state.kind === 'stale') {
      held.timer?.unsubscribe();
      this.host.changed(held.record, { kind: 'live' });
    }
    if (reason !== undefined && state.kind === 'live') this.host.changed(held.record, { kind: 'stale', reason });
  }

  #wait(held: HeldStream, delayMs: number, then: () => void): void {
    held.timer?.unsubscribe();
    held.timer = this.host.scheduler.schedule(then, delayMs);
  }
}

/** The pause after the latest of some refusals in a row; none without. */
function backoffMs({ refusals }: HeldStream, { firstMs, maxMs }: Pauses): number {
  return refusals === 0 ? 0 : Math.min(maxMs, firstMs * 2 ** (refusals - 1));
}
