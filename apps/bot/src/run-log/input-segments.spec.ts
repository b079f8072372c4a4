import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Input } from '@perpstream/core';
import { InputSegments, type SegmentBounds } from './input-segments';
import { type ListedSegment } from './run-manifest';

const tick = (receivedMs: number): Input => ({ kind: 'tick', receivedUs: receivedMs * 1_000 });

describe('InputSegments', () => {
  let folder: string;
  let closed: ListedSegment[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'perpstream-segments-'));
    closed = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (bounds: SegmentBounds, firstIndex = 0): InputSegments =>
    new InputSegments({
      folder,
      firstIndex,
      bounds,
      onClosed: async (segment) => {
        await Promise.resolve();
        closed.push(segment);
      },
    });

  const linesOf = (): number[] => closed.map(({ lines }) => lines);

  it('begins a new file after so many lines', async () => {
    const segments = open({ maxLines: 3, maxMs: Infinity });
    [0, 1, 2, 3, 4, 5, 6].forEach((ms) => segments.write(tick(ms)));
    await segments.close();
    expect(linesOf()).toEqual([3, 3, 1]);
    expect(readdirSync(folder)).toEqual(['inputs-000000.ndj.gz', 'inputs-000001.ndj.gz', 'inputs-000002.ndj.gz']);
  });

  it('begins a new file after so long, counted from the first input of the one before', async () => {
    const segments = open({ maxLines: Infinity, maxMs: 1_000 });
    [500, 1_499, 1_500, 2_499, 9_000].forEach((ms) => segments.write(tick(ms)));
    await segments.close();
    expect(linesOf()).toEqual([2, 2, 1]);
  });

  it('tells a segment with its checksum as soon as it is closed, not only at the end', async () => {
    const segments = open({ maxLines: 1, maxMs: Infinity });
    [0, 1].forEach((ms) => segments.write(tick(ms)));
    await segments.flush();
    expect(closed).toEqual([
      expect.objectContaining({
        name: 'inputs-000000.ndj.gz',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      }),
    ]);
    await segments.close();
    expect(closed.map(({ name }) => name)).toEqual(['inputs-000000.ndj.gz', 'inputs-000001.ndj.gz']);
  });

  it('goes on with the number it is given', async () => {
    const segments = open({ maxLines: 1, maxMs: Infinity }, 7);
    segments.write(tick(0));
    await segments.close();
    expect(closed[0]?.name).toBe('inputs-000007.ndj.gz');
  });

  it('tells whoever flushes that a closed segment could not be listed', async () => {
    const segments = new InputSegments({
      folder,
      firstIndex: 0,
      bounds: { maxLines: 1, maxMs: Infinity },
      onClosed: () => Promise.reject(new Error('no space')),
    });
    [0, 1].forEach((ms) => segments.write(tick(ms)));
    await expect(segments.flush()).rejects.toThrow('no space');
    await expect(segments.close()).rejects.toThrow('no space');
  });
});
