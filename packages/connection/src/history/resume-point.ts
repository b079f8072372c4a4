import { unixMs, type UnixMs } from '@perpstream/core';
import { open, stat } from 'node:fs/promises';
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
  const size = await stat(path).then(
    (file) => file.size,
    () => 0,
  );
  if (size === 0) return undefined;
  let isHeader = true;
  let rows = 0;
  let whole: WholeTimes = { offset: header.length, rows: 0, lastMs: undefined };
  for await (const { text, offset } of historyLines(path)) {
    if (isHeader) {
      if (text !== header) throw new Error(`${path} holds something else: move it away or choose another path`);
      isHeader = false;
      continue;
    }
    const atMs = timeOfRow(text);
    // A computer that lost its power may leave bytes that were never written: what follows is not trusted.
    if (!(atMs >= (whole.lastMs ?? -Infinity))) break;
    if (atMs !== whole.lastMs) whole = { offset, rows, lastMs: atMs };
    rows += 1;
  }
  if (!isHeader) return whole;
  if (size < header.length) return undefined;
  throw new Error(`${path} holds something else: move it away or choose another path`);
}
