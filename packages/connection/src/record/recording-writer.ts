import { formatRecordingLine, type Input } from '@perpstream/core';
import { createHash } from 'node:crypto';
import { createWriteStream, openSync, type WriteStream } from 'node:fs';
import { basename } from 'node:path';
import { finished } from 'node:stream/promises';
import { constants, createGzip, type Gzip } from 'node:zlib';

/** Text is handed to the compressor in pieces of about this size: one call per line would cost more than the work. */
const PIECE_CHARS = 64 * 1024;
/** What `drained` lets pile up between the writer and the disk. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
/** Level 4 makes files 20 % smaller than level 1 and still takes in far more than sockets deliver. */
const DEFAULT_LEVEL = 4;

/** What a finished recording consists of, for the manifest of a run. */
export type WrittenRecording = {
  /** File name without its folder. */
  readonly name: string;
  readonly lines: number;
  /** Of the file as it lies on the disk, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
};

/** Options of `recordingWriter`. */
export type RecordingWriterOptions = {
  /** The file to make; its folder must exist, the file must not. */
  readonly path: string;
  /** Level of gzip, 1 (fast) to 6 (small). Default 4. */
  readonly level?: number;
};

/**
 * Appends lines to one gzip file. Nothing is on the disk before `flush` or `close` has resolved: call `flush` about every
 * second, then a killed process loses at most what came after. After a failure of the disk every call fails.
 */
export interface RecordingWriter {
  /** Appends an input. @throws Error when writing has failed or the writer is closed */
  write(input: Input): void;
  /** Appends any other line, given without its end. @throws RangeError when there is a line end in it */
  writeLine(line: string): void;
  /** Brings everything written so far to the disk, readable even if nothing follows. */
  flush(): Promise<void>;
  /** Resolves at once while the disk keeps up, else as soon as it has caught up. */
  drained(): Promise<void>;
  /** Completes the file. Calling it again gives the same answer. */
  close(): Promise<WrittenRecording>;
}

/**
 * Makes a recording that `readRecording` reads back.
 *
 * @throws RangeError when the level is out of range
 * @throws Error when the file cannot be made or exists: recordings are never overwritten
 * @example
 * const writer = recordingWriter({ path: 'btc.frames.gz' });
 * writer.write({ kind: 'frame', receivedUs: 1_700_000_000_000_000, connection: 0, text: '{"type":"connected"}' });
 * const { lines, sha256 } = await writer.close();
 */
export function recordingWriter({ path, level = DEFAULT_LEVEL }: RecordingWriterOptions): RecordingWriter {
  if (!(Number.isInteger(level) && level >= 1 && level <= 6)) {
    throw new RangeError(`level must be a whole number in 1..6, was ${level}`);
  }
  return new GzipLines(path, level);
}

class GzipLines implements RecordingWriter {
  readonly #gzip: Gzip;
  readonly #file: WriteStream;
  readonly #hash = createHash('sha256');
  #piece = '';
  #lines = 0;
  #bytes = 0;
  #failure: Error | undefined;
  #closing: Promise<WrittenRecording> | undefined;

  constructor(
    private readonly path: string,
    level: number,
  ) {
    this.#file = createWriteStream(path, { fd: openNew(path) });
    this.#gzip = createGzip({ level });
    this.#gzip.on('data', (chunk: Buffer) => {
      this.#hash.update(chunk);
      this.#bytes += chunk.length;
      this.#file.write(chunk);
    });
    const failed = (error: Error): void => {
      this.#failure ??= new Error(
        `cannot write ${path} (${error.message}): free space on the disk or record elsewhere`,
      );
    };
    this.#gzip.on('error', failed);
    this.#file.on('error', failed);
  }

  write(input: Input): void {
    this.#append(formatRecordingLine(input));
  }

  writeLine(line: string): void {
    if (/[\r\n]/.test(line)) throw new RangeError('a line with a line end in it cannot be recorded');
    this.#append(line);
  }

  async flush(): Promise<void> {
    if (this.#closing !== undefined) {
      await this.#closing;
      return;
    }
    this.#compressPiece();
    await new Promise<void>((resolve) => this.#gzip.flush(constants.Z_SYNC_FLUSH, resolve));
    // Writes go to the file in order, so an empty one ends after all before it.
    await new Promise<void>((resolve) => {
      this.#file.write('', (error) => {
        const failure = this.#file.errored ?? error;
        if (failure) this.#failed(failure);
        resolve();
      });
    });
    this.#throwFailure();
  }

  async drained(): Promise<void> {
    this.#throwFailure();
    if (this.#gzip.writableLength + this.#file.writableLength > MAX_WAITING_BYTES) await this.flush();
  }

  close(): Promise<WrittenRecording> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  #append(line: string): void {
    this.#throwFailure();
    if (this.#closing !== undefined) throw new Error(`${this.path} is closed already`);
    this.#piece += `${line}\n`;
    this.#lines += 1;
    if (this.#piece.length >= PIECE_CHARS) this.#compressPiece();
  }

  #compressPiece(): void {
    if (this.#piece !== '') this.#gzip.write(this.#piece);
    this.#piece = '';
  }

  async #finish(): Promise<WrittenRecording> {
    this.#compressPiece();
    await finished(this.#gzip.end()).catch(() => undefined);
    await finished(this.#file.end()).catch(() => undefined);
    this.#throwFailure();
    return { name: basename(this.path), lines: this.#lines, sha256: this.#hash.digest('hex'), bytes: this.#bytes };
  }

  #failed({ message }: Error): void {
    this.#failure ??= new Error(`cannot write ${this.path} (${message}): free space on the disk or record elsewhere`);
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

function openNew(path: string): number {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const advice = code === 'EEXIST' ? 'the file exists: give another name or move it away' : message;
    throw new Error(`cannot record to ${path}: ${advice}`, { cause: error });
  }
}
