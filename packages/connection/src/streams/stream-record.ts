import { unixMs, type StreamState, type UnixMs } from '@perpstream/core';
import { streamName, type StreamRequest } from './stream-request';

/** How one stream of a live feed is doing. */
export type StreamStatus = StreamRequest & {
  readonly state: StreamState;
  /** Since when it is in that state. */
  readonly sinceMs: UnixMs;
  /** Number of the socket that carries it. */
  readonly connection: number;
  /** Frames so far, over all sockets. */
  readonly messages: number;
  /** Time since its latest frame; absent before the first. */
  readonly lastMessageAgeMs?: number;
  /** Share of the time since it was first requested that it was `live`, 0..1. */
  readonly uptime: number;
  /** How often it was live and then was not. */
  readonly interruptions: number;
};

/** What a feed keeps of one stream for as long as it is wanted, whichever socket carries it. */
export class StreamRecord {
  readonly name: string;
  readonly #requestedMs: number;
  #state: StreamState = { kind: 'requested', reason: 'not asked for yet' };
  #sinceMs: number;
  #connection = 0;
  #messages = 0;
  #heardMs: number | undefined;
  #pastLiveMs = 0;
  #interruptions = 0;

  constructor(
    readonly stream: StreamRequest,
    nowMs: number,
  ) {
    this.name = streamName(stream);
    this.#requestedMs = nowMs;
    this.#sinceMs = nowMs;
  }

  get state(): StreamState {
    return this.#state;
  }

  /** Whether it is refused and never asked for again. */
  get isBlocked(): boolean {
    return this.#state.kind === 'refused' && this.#state.retryAtMs === undefined;
  }

  /** A frame of it came. */
  heard(nowMs: number): void {
    this.#messages += 1;
    this.#heardMs = nowMs;
  }

  /** Its state changed, on that socket. */
  changed(state: StreamState, connection: number, nowMs: number): void {
    if (this.#state.kind === 'live') {
      this.#pastLiveMs += nowMs - this.#sinceMs;
      if (state.kind !== 'live') this.#interruptions += 1;
    }
    this.#state = state;
    this.#sinceMs = nowMs;
    this.#connection = connection;
  }

  status(nowMs: number): StreamStatus {
    const knownMs = nowMs - this.#requestedMs;
    const liveMs = this.#pastLiveMs + (this.#state.kind === 'live' ? nowMs - this.#sinceMs : 0);
    return {
      ...this.stream,
      state: this.#state,
      sinceMs: unixMs(this.#sinceMs),
      connection: this.#connection,
      messages: this.#messages,
      ...(this.#heardMs === undefined ? {} : { lastMessageAgeMs: nowMs - this.#heardMs }),
      uptime: knownMs > 0 ? liveMs / knownMs : 0,
      interruptions: this.#interruptions,
    };
  }
}
