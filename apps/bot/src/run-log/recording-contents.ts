import { decodeInputs, readRecording } from '@perpstream/connection';
import { type Fault, type FaultSink, type Input } from '@perpstream/core';
import { concatMap, filter, from, ignoreElements, lastValueFrom, map, tap } from 'rxjs';

/** The longest time in which nothing was recorded. */
export type Pause = { readonly ms: number; readonly fromUs: number };

/** What the inputs of a recording are, as far as they can be read. */
export type RecordingContents = {
  readonly inputs: number;
  readonly frames: number;
  /** Greetings of the server: how many connections were made. */
  readonly connections: number;
  readonly firstUs: number | undefined;
  readonly lastUs: number | undefined;
  readonly longestPause: Pause;
  /** Places where message ids of a connection are missing. */
  readonly messageGaps: readonly Fault[];
  /** Lines and files that cannot be read. */
  readonly unreadable: readonly Fault[];
  /** Frames that are not what the exchange sends, and what it said went wrong, by kind of fault. */
  readonly oddFrames: Readonly<Record<string, number>>;
};

/** The server greets with this type, before anything with braces or brackets. */
const GREETING = /^\{[^{}[\]]*"type":"connected"/;

class ContentCounter implements FaultSink {
  readonly messageGaps: Fault[] = [];
  readonly unreadable: Fault[] = [];
  readonly oddFrames: Record<string, number> = {};
  #inputs = 0;
  #frames = 0;
  #connections = 0;
  #firstUs: number | undefined;
  #lastUs: number | undefined;
  #longestPause: Pause = { ms: 0, fromUs: 0 };

  note(input: Input): void {
    const { receivedUs } = input;
    const pauseMs = (receivedUs - (this.#lastUs ?? receivedUs)) / 1_000;
    if (pauseMs > this.#longestPause.ms) this.#longestPause = { ms: pauseMs, fromUs: this.#lastUs ?? receivedUs };
    this.#firstUs ??= receivedUs;
    this.#lastUs = Math.max(receivedUs, this.#lastUs ?? receivedUs);
    this.#inputs += 1;
    if (input.kind !== 'frame') return;
    this.#frames += 1;
    if (GREETING.test(input.text)) this.#connections += 1;
  }

  report(fault: Fault): void {
    if (fault.kind === 'message-gap') this.messageGaps.push(fault);
    else if (fault.kind === 'recording') this.unreadable.push(fault);
    else this.oddFrames[fault.kind] = (this.oddFrames[fault.kind] ?? 0) + 1;
  }

  contents(): RecordingContents {
    return {
      inputs: this.#inputs,
      frames: this.#frames,
      connections: this.#connections,
      firstUs: this.#firstUs,
      lastUs: this.#lastUs,
      longestPause: this.#longestPause,
      messageGaps: this.messageGaps,
      unreadable: this.unreadable,
      oddFrames: this.oddFrames,
    };
  }
}

/** What tells of messages: the states of streams are left out, since their feed has judged by them already. */
function bearsMessages({ kind }: Input): boolean {
  return kind === 'frame' || kind === 'connection';
}

/**
 * Reads the files of one recording, in order.
 *
 * @throws Error one line, when one of them is no recording
 */
export async function recordingContents(paths: readonly string[]): Promise<RecordingContents> {
  const counter = new ContentCounter();
  const decoded$ = from(paths).pipe(
    concatMap((path) => readRecording(path, { faults: counter })),
    concatMap((batch) => batch),
    tap((input) => counter.note(input)),
    filter(bearsMessages),
    map((input, seq) => ({ seq, ...input })),
    decodeInputs({ faults: counter }),
    ignoreElements(),
  );
  await lastValueFrom(decoded$, { defaultValue: undefined });
  return counter.contents();
}
