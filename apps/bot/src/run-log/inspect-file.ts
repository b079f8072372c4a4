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

/** Reads a gzip file of lines once: its size, its checksum, its lines, and whether it is whole. */
export async function inspectFile(path: string): Promise<InspectedFile> {
  const hash = createHash('sha256');
  const gunzip = createGunzip();
  let bytes = 0;
  let lines = 0;
  let brokenOff: string | undefined;
  gunzip.on('data', (plain: Buffer) => (lines += countLineEnds(plain)));
  gunzip.on('error', ({ message }) => (brokenOff ??= message));
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    if (brokenOff === undefined) await new Promise<void>((done) => gunzip.write(chunk, () => done()));
  }
  if (brokenOff === undefined) await finished(gunzip.end()).catch(({ message }: Error) => (brokenOff ??= message));
  return { bytes, sha256: hash.digest('hex'), lines, brokenOff: bytes === 0 ? 'the file is empty' : brokenOff };
}
