import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** What can be said of a file of lines without reading the lines. */
export type InspectedFile = {
  readonly bytes: number;
  /** Of the file as it lies on the disk, hexadecimal. */
  readonly sha256: string;
  /** Lines with their end, as far as the file can be unpacked. */
  readonly lines: number;
  /** Why it cannot be unpacked to its end; undefined when it can. */
  readonly brokenOff: string | undefined;
};

const LINE_END = 10;

function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_END); at !== -1; at = bytes.indexOf(LINE_END, at + 1)) count += 1;
  return count;
}

/** Counts the lines of a gzip file that is handed over piece by piece. */
class LineCounter {
  readonly #gunzip = createGunzip();
  readonly #failed: Promise<void>;
  lines = 0;
  brokenOff: string | undefined;

  constructor() {
    this.#gunzip.on('data', (plain: Buffer) => (this.lines += countLineEnds(plain)));
    this.#failed = new Promise((resolve) => {
      this.#gunzip.on('error', ({ message }) => {
        this.brokenOff = message;
        resolve();
      });
    });
  }

  async add(chunk: Buffer): Promise<void> {
    if (this.brokenOff !== undefined) return;
    // A broken gunzip never says that it took a chunk.
    await Promise.race([new Promise<void>((taken) => this.#gunzip.write(chunk, () => taken())), this.#failed]);
  }

  async end(): Promise<void> {
    if (this.brokenOff === undefined) await finished(this.#gunzip.end()).catch(() => undefined);
  }
}

/** Reads a gzip file of lines once: its size, its checksum, its lines, and whether it is whole. */
export async function inspectFile(path: string): Promise<InspectedFile> {
  const hash = createHash('sha256');
  const counter = new LineCounter();
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    await counter.add(chunk);
  }
  await counter.end();
  const brokenOff = bytes === 0 ? 'the file is empty' : counter.brokenOff;
  return { bytes, sha256: hash.digest('hex'), lines: counter.lines, brokenOff };
}
