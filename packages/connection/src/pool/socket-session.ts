import { type FaultKind, type StreamState } from '@perpstream/core';
import { readFrameHead, type FrameHead } from '../socket/frame-head';
import { MuteWatch } from '../socket/mute-watch';
import { silenceWatch, type SilenceWatch } from '../socket/silence-watch';
import { type SocketLink, type SocketListener } from '../socket/socket-link';
import { type Timers } from '../socket/timers';
import { type HeldStream } from '../streams/held-stream';
import { type KeeperHost } from '../streams/keeper-host';
import { LossWatch } from '../streams/loss-watch';
import { StreamKeeper } from '../streams/stream-keeper';
import { type StreamRecord } from '../streams/stream-record';
import { type FeedContext } from './feed-context';

/** How a session ended. `openMs` is 0 when it never opened; `isOurDoing`: a working socket was given up for a gap. */
export type SessionEnd = {
  readonly reason: string;
  readonly openMs: number;
  readonly silentMs?: number;
  readonly isOurDoing?: boolean;
};

/** Whom a session works for: the connection. */
export type SessionHost = {
  opened(connectionId: string): void;
  moveElsewhere(record: StreamRecord, reason: string): boolean;
  ended(end: SessionEnd): void;
};

/**
 * One socket from its handshake to its end: subscribes once the server has greeted, hands frames on, watches their
 * numbers and their rhythm, and gives the socket up when it is silent or when messages are lost.
 */
export class SocketSession implements KeeperHost, SocketListener {
  readonly scheduler: Timers;
  readonly #socket: SocketLink;
  readonly #keeper: StreamKeeper;
  readonly #losses: LossWatch;
  readonly #silence: SilenceWatch;
  readonly #muteness: MuteWatch;
  #openedMs: number | undefined;
  #hasEnded = false;
  #oddFrames = 0;

  constructor(
    private readonly connection: number,
    url: string,
    private readonly context: FeedContext,
    private readonly host: SessionHost,
  ) {
    const { scheduler, times } = context;
    const { silenceMs, lateMs, doubtMs } = times;
    this.scheduler = scheduler;
    this.#keeper = new StreamKeeper(this, times);
    this.#losses = new LossWatch({
      scheduler,
      patienceMs: times.subscriptionTimeoutMs,
      lateMs,
      doubtMs,
      onLost: (missing) => this.#lost(missing),
      onDoubt: (doubt) => this.#keeper.doubt(doubt),
    });
    this.#silence = silenceWatch({
      scheduler,
      silenceMs,
      onHalf: () => this.#socket.ping(),
      onSilence: (silentMs) => this.#silent(`nothing received for ${Math.round(silentMs)} ms`, silentMs),
    });
    this.#muteness = new MuteWatch({
      scheduler,
      silenceMs,
      onMute: (silentMs) => this.#silent(`no data for ${Math.round(silentMs)} ms from a busy server`, silentMs),
    });
    this.#socket = context.openSocket(url, this);
  }

  get isOpen(): boolean {
    return this.#openedMs !== undefined && !this.#hasEnded;
  }

  add(record: StreamRecord): void {
    this.#keeper.add(record);
  }

  remove(name: string): void {
    this.#keeper.remove(name);
  }

  leftovers(channel: string): number {
    return this.#keeper.leftovers(channel);
  }

  /** Ends it without a word. */
  stop(): void {
    this.#hasEnded = true;
    this.#silence.stop();
    this.#muteness.stop();
    this.#losses.stop();
    this.#keeper.stop();
    this.#socket.end();
  }

  text(text: string): void {
    this.#silence.heard();
    const head = readFrameHead(text);
    if (head.kind === 'connected') return this.#greeted(head, text);
    const held = this.#keeper.of(head);
    if (!this.#admits(head, held)) return this.#losses.look();
    this.context.frame(this.connection, text, held?.record);
    if (head.kind === 'data' && held !== undefined) this.#keeper.data(held);
    else if (head.kind !== 'data' && head.kind !== 'other') this.#keeper.answer(head);
    if (!this.#hasEnded) this.#losses.look();
  }

  binary(): void {
    this.#silence.heard();
    this.context.fault('malformed-frame', this.#where, 'a binary frame, left out: the Indexer sends text');
  }

  alive(): void {
    this.#silence.heard();
  }

  ended(reason: string): void {
    this.#end({ reason, openMs: this.#openMs });
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  asked(key: string): void {
    this.#losses.asked(key);
  }

  answered(key: string): void {
    this.#losses.answered(key);
  }

  changed(record: StreamRecord, state: StreamState): void {
    this.context.streamOf(record, this.connection, state);
  }

  fault(kind: FaultKind, { name }: StreamRecord, message: string): void {
    this.context.fault(kind, `${this.#where} ${name}`, message);
  }

  moveElsewhere(record: StreamRecord, reason: string): boolean {
    return this.host.moveElsewhere(record, reason);
  }

  giveUp(reason: string): void {
    this.#end({ reason, openMs: this.#openMs });
  }

  get #where(): string {
    return `connection ${this.connection}`;
  }

  get #openMs(): number {
    return this.#openedMs === undefined ? 0 : this.scheduler.now() - this.#openedMs;
  }

  #greeted(head: FrameHead, text: string): void {
    const isFirst = this.#openedMs === undefined;
    if (isFirst) {
      this.#openedMs = this.scheduler.now();
      this.#keeper.start();
      this.host.opened(head.connectionId ?? '');
    }
    this.context.frame(this.connection, text, undefined);
  }

  /** Takes note of the number of a message, and decides whether it goes on. */
  #admits(head: FrameHead, held: HeldStream | undefined): boolean {
    const { kind, messageId } = head;
    if (kind === 'data') this.#muteness.heard();
    const arrival = messageId === undefined ? 'next' : this.#losses.heard(messageId);
    if (held === undefined) return true;
    if (!held.isWanted) {
      if (kind === 'subscribed' || kind === 'unsubscribed') this.#keeper.answer(head);
      return false;
    }
    if (kind !== 'data' || messageId === undefined) return true;
    if (arrival === 'repeated') return this.#leftOut(held, `message ${messageId} came twice`);
    if (messageId < held.newestId) {
      const reason = `message ${messageId} came after ${held.newestId}`;
      this.#leftOut(held, reason);
      this.#keeper.late(held, reason);
      return false;
    }
    held.newestId = messageId;
    return true;
  }

  /** A fault at the 1st, 10th, 100th ... frame, for a bad link may repeat every one. */
  #leftOut({ record }: HeldStream, what: string): false {
    this.#oddFrames += 1;
    if (Number.isInteger(Math.log10(this.#oddFrames))) {
      this.fault('late-data', record, `${what}, left out (number ${this.#oddFrames} on this connection)`);
    }
    return false;
  }

  #lost(missing: string): void {
    this.context.fault('message-gap', this.#where, `messages ${missing} are lost; all streams start over`);
    this.#end({ reason: `messages ${missing} lost`, openMs: this.#openMs, isOurDoing: true });
  }

  #silent(reason: string, silentMs: number): void {
    this.#end({ reason, openMs: this.#openMs, silentMs });
  }

  #end(end: SessionEnd): void {
    if (this.#hasEnded) return;
    this.stop();
    this.host.ended(end);
  }
}
