import { unixMs, type UnixMs } from '@perpstream/core';
import { open } from 'node:fs/promises';
import { historyLines, timeOfRow } from './history-lines';

/** From where a download goes on: the file ends there, and holds `rows` rows, all before `fromMs`. */
export type ResumePoint = { readonly rows: number; readonly fromMs: UnixMs };

/**
 * Makes the file ready to be continued: cuts off what a kill left of a line, and the rows of the last point in time too,
 * since more of that time may be missing. A file that is not there, or not past its header, begins with the header.
 *
 * @throws Error when the file holds something else
 */
export async function prepareFile(path: string, header: string, fromMs: UnixMs): Promise<ResumePoint> {
  const found = await endOfWholeTimes(path, `${header}\n`);
  const file = await open(path, found === undefined ? 'w' : 'r+');
  try {
    if (found === undefined) await file.writeFile(`${header}\n`);
    else await file.truncate(found.offset);
  } finally {
    await file.close();
  }
  return found?.lastMs === undefined ? { rows: 0, fromMs } : { rows: found.rows, fromMs: unixMs(found.lastMs) };
}

/** Where the rows of the last time begin, and how many rows are before it. */
type WholeTimes = { readonly offset: number; readonly rows: number; readonly lastMs: number | undefined };

async function endOfWholeTimes(path: string, header: string): Promise<WholeTimes | undefined> {
  const head = await beginOf(path, header.length);
  // What is shorter than the header may be what a kill left of it.
  if (head !== header && header.startsWith(head)) return undefined;
  if (head !== header) throw new Error(`${path} holds something else: move it away or choose another path`);
  let rows = -1;
  let whole: WholeTimes = { offset: header.length, rows: 0, lastMs: undefined };
  for await (const { text, offset } of historyLines(path)) {
    rows += 1;
    if (rows === 0) continue;
    const atMs = timeOfRow(text);
    // A computer that lost its power may leave bytes that were never written: what follows them is not trusted.
    if (!(atMs >= (whole.lastMs ?? -Infinity))) break;
    if (atMs !== whole.lastMs) whole = { offset, rows: rows - 1, lastMs: atMs };
  }
  return whole;
}

async function beginOf(path: string, length: number): Promise<string> {
  const file = await open(path, 'a+');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
