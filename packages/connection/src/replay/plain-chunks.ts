import { createReadStream } from 'node:fs';
import { createGunzip, type Gunzip } from 'node:zlib';

const FILE_CHUNK_BYTES = 64 * 1024;

/** A piece of a file as it was before compression. `broken`: why nothing more can be read, in the last piece only. */
export type PlainChunk = { readonly bytes: Buffer; readonly isGzip: boolean; readonly broken?: string };

/**
 * Reads a file piece by piece, unpacked if it is gzip (told by its first two bytes, not by its name). A gzip file that
 * ends early gives all that can be unpacked, a damaged one all but at most 16 KiB before the damage, and then says why.
 *
 * @throws Error of the file system
 */
export async function* plainChunks(path: string): AsyncGenerator<PlainChunk> {
  const file = createReadStream(path, { highWaterMark: FILE_CHUNK_BYTES });
  try {
    const pieces = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const first = await pieces.next();
    if (first.done === true) {
      yield { bytes: Buffer.alloc(0), isGzip: true, broken: 'the file is empty' };
      return;
    }
    const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
    const all = startingWith(first.value, pieces);
    if (isGzip) yield* unpacked(all);
    else for await (const bytes of all) yield { bytes, isGzip };
  } finally {
    file.destroy();
  }
}

async function* startingWith(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/**
 * Feeds the unpacker by hand: piping would throw away what is unpacked but not yet read when the damage is met.
 */
async function* unpacked(pieces: AsyncIterable<Buffer>): AsyncGenerator<PlainChunk> {
  const gunzip = createGunzip();
  let ready: Buffer[] = [];
  let failure: Error | undefined;
  gunzip.on('data', (bytes: Buffer) => ready.push(bytes));
  gunzip.on('error', (error) => (failure = error));
  const take = (): Buffer => {
    const bytes = Buffer.concat(ready);
    ready = [];
    return bytes;
  };
  try {
    for await (const piece of pieces) {
      await written(gunzip, piece);
      if (failure !== undefined) break;
      if (ready.length > 0) yield { bytes: take(), isGzip: true };
    }
    if (failure === undefined) await new Promise<void>((resolve) => gunzip.once('close', resolve).end());
    const broken = failure?.message;
    yield broken === undefined ? { bytes: take(), isGzip: true } : { bytes: take(), isGzip: true, broken };
  } finally {
    gunzip.destroy();
  }
}

/** A write that meets damage is never confirmed: the unpacker closes instead. */
function written(gunzip: Gunzip, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      gunzip.off('close', done);
      resolve();
    };
    gunzip.once('close', done);
    gunzip.write(piece, done);
  });
}
