import type { SeededRandom } from '../random/seeded-random';
import { anyCorruption, corruptText } from './corrupt-text';
import type { FrameFault } from './exchange-fault';
import { hasFilter, isMeant, nameOf, type OutgoingFrame } from './outgoing-frame';

/** What a tamper needs besides its fault. */
export type TamperContext = {
  readonly random: SeededRandom;
  /** Told of every frame that is changed, in one line. */
  readonly log: (detail: string) => void;
};

/** Changes the next matching frames of one connection. */
export class FrameTamper {
  #left: number;
  /** The frame that waits for its successor, when frames are swapped. */
  #waiting: OutgoingFrame | undefined;

  constructor(
    private readonly fault: FrameFault,
    private readonly context: TamperContext,
  ) {
    this.#left = fault.frames;
  }

  /** Whether it will never change a frame again. */
  get isDone(): boolean {
    return this.#left === 0 && this.#waiting === undefined;
  }

  /** What is sent in place of a frame. */
  tamper(frame: OutgoingFrame): readonly OutgoingFrame[] {
    if (this.#waiting !== undefined) return this.#swap(this.#waiting, frame);
    if (this.#left === 0 || !this.#isMeant(frame)) return [frame];
    this.#left -= 1;
    return this.#change(frame);
  }

  #change(frame: OutgoingFrame): readonly OutgoingFrame[] {
    switch (this.fault.kind) {
      case 'drop':
        this.context.log(nameOf(frame));
        return [];
      case 'duplicate':
        this.context.log(nameOf(frame));
        return [frame, frame];
      case 'reorder':
        this.#waiting = frame;
        return [];
      case 'corrupt': {
        const how = this.fault.how ?? anyCorruption(this.context.random);
        this.context.log(`${how} in ${nameOf(frame)}`);
        return [{ ...frame, text: corruptText(frame.text, how, this.context.random) }];
      }
    }
  }

  #swap(first: OutgoingFrame, second: OutgoingFrame): readonly OutgoingFrame[] {
    if (second.channel !== first.channel || second.id !== first.id) return [second];
    this.#waiting = undefined;
    this.context.log(`${nameOf(first)} after ${nameOf(second)}`);
    return [second, first];
  }

  #isMeant({ messageId, channel, id }: OutgoingFrame): boolean {
    if (messageId === 0) return false;
    return channel === undefined ? !hasFilter(this.fault) : isMeant(this.fault, channel, id ?? '');
  }
}
