import { createReadStream } from 'node:fs';

/** A line of a file with its line end, and where it begins. */
export type HistoryLine = { readonly text: string; readonly offset: number };

const LINE_END = 10;

/** The whole lines of a file, in order; what follows the last line end is left out. */
export async function* historyLines(path: string): AsyncGenerator<HistoryLine> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    let begin = 0;
    for (let end = rest.indexOf(LINE_END); end !== -1; end = rest.indexOf(LINE_END, begin)) {
      yield { text: rest.toString('utf8', begin, end + 1), offset: offset + begin };
      begin = end + 1;
    }
    offset += begin;
    rest = rest.subarray(begin);
  }
}

/** The time of a row, or NaN when the line is not a row. */
export function timeOfRow(line: string): number {
  const [first = ''] = line.split(',', 1);
  return /^\d+(?:\.\d+)?$/.test(first) ? Number(first) : NaN;
}
