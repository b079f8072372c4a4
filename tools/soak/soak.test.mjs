/** A short soak: what must never happen does not happen in half a minute either. Times are judged by the long one alone. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const soak = fileURLToPath(new URL('soak.mjs', import.meta.url));
const TIME_LIMIT_MS = 300_000;

function report(...args) {
  return new Promise((resolve, reject) => {
    // It exits with 1 when a promise about time is broken, too: the report says which.
    execFile(
      process.execPath,
      [soak, '--json', '--quick', ...args],
      { timeout: TIME_LIMIT_MS },
      (error, stdout, stderr) => (stdout === '' ? reject(error ?? new Error(stderr)) : resolve(JSON.parse(stdout))),
    );
  });
}

it('a soak under faults publishes no crossed book, loses nothing silently, and ends with the true books', async () => {
  const { books, losses, streams, injected } = await report('--markets', '12', '--minutes', '0.7');
  assert.ok(Object.keys(injected).length > 3, 'there were hardly any faults');
  assert.ok(books.published > 0 && books.compared === 12 && losses.barsCompared > 0, 'nothing was compared');
  assert.equal(books.crossed, 0);
  assert.deepEqual([books.differing, books.firstDifference], [0, undefined]);
  assert.deepEqual([losses.silent, losses.first], [0, undefined]);
  assert.equal(streams.down, 0);
});
