import type { WebSocket } from 'ws';
import type { FrameTamper } from '../faults/frame-tamper';
import type { OutgoingFrame } from '../faults/outgoing-frame';

/**
 * The way from a session to its socket, where faults happen: frames are changed, held or lost here, after they have
 * taken their message ids.
 */
export class ClientLink {
  #tampers: readonly FrameTamper[] = [];
  readonly #held: OutgoingFrame[] = [];
  #heldLength = 0;
  #holds = 0;
  #mutes = 0;
  #halfOpens = 0;
  /** What was to happen to the socket while nothing reached it. */
  #postponed: (() => void) | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly onSent: () => void,
  ) {}

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Length of what the client has not been sent yet. */
  get unsentBytes(): number {
    return this.socket.bufferedAmount + this.#heldLength;
  }

  send(frame: OutgoingFrame): void {
    if (!this.isOpen) return;
    if (this.#tampers.length === 0) return this.#pass(frame);
    let frames: readonly OutgoingFrame[] = [frame];
    for (const tamper of this.#tampers) frames = frames.flatMap((one) => tamper.tamper(one));
    this.#tampers = this.#tampers.filter(({ isDone }) => !isDone);
    for (const one of frames) this.#pass(one);
  }

  /** Sends a ping with a protocol frame; false when the line is dead for the time being. */
  ping(): boolean {
    if (this.#halfOpens > 0) return false;
    this.socket.ping();
    return true;
  }

  /** Closes in order; on a line that is dead for the time being, as soon as it is not. */
  close(code: number, reason: string): void {
    const close = (): void => this.socket.close(code, reason);
    if (this.#halfOpens > 0) this.#postponed ??= close;
    else close();
  }

  /** Ends the connection at once and without a close frame, whatever is unsent. */
  cut(): void {
    this.socket.terminate();
  }

  /** Has next frames changed. */
  tamperWith(tamper: FrameTamper): void {
    this.#tampers = [...this.#tampers, tamper];
  }

  /** Holds frames back; returns what sends them, in order. */
  hold(): () => void {
    this.#holds += 1;
    return () => {
      this.#holds -= 1;
      if (this.#holds > 0) return;
      this.#heldLength = 0;
      for (const frame of this.#held.splice(0)) this.#pass(frame);
    };
  }

  /** Loses frames; returns what ends that. */
  mute(): () => void {
    this.#mutes += 1;
    return () => (this.#mutes -= 1);
  }

  /** Neither sends nor reads, pongs included; returns what ends that. */
  halfOpen(): () => void {
    this.#halfOpens += 1;
    this.socket.pause();
    return () => {
      this.#halfOpens -= 1;
      if (this.#halfOpens > 0) return;
      this.socket.resume();
      this.#postponed?.();
      this.#postponed = undefined;
    };
  }

  #pass(frame: OutgoingFrame): void {
    if (this.#mutes > 0 || this.#halfOpens > 0 || !this.isOpen) return;
    if (this.#holds > 0) {
      this.#held.push(frame);
      this.#heldLength += frame.text.length;
      return;
    }
    this.socket.send(frame.text);
    this.onSent();
  }
}
