import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The order book frames of each recording in `<folder>/frames`, by name. */
export function recordedBookFrames(folder) {
  const frames = join(folder, 'frames');
  return readdirSync(frames)
    .filter((name) => name.endsWith('.frames.gz'))
    .map((name) => ({ name: name.replace('.frames.gz', ''), texts: bookTexts(join(frames, name)) }));
}

function bookTexts(path) {
  return gunzipSync(readFileSync(path))
    .toString('latin1')
    .split('\n')
    .filter((line) => line.includes('"channel":"v4_orderbook"'))
    .map((line) => Buffer.from(line.replace(/^\d+ \d+ /, '')).toString('latin1'));
}
