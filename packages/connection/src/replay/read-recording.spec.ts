import { type Input } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { readRecording } from './read-recording';

const line = (receivedUs: number, text = '{}'): string => `${receivedUs} 0 ${text}\n`;
const lines = (count: number, from = 0): string => Array.from({ length: count }, (_, at) => line(from + at)).join('');

describe('readRecording', () => {
  let folder: string;

  const put = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const read = async (path: string): Promise<{ inputs: Input[]; batches: number; faults: string[] }> => {
    const sink = collectFaults();
    const inputs: Input[] = [];
    let batches = 0;
    for await (const batch of readRecording(path, { faults: sink })) {
      inputs.push(...batch);
      batches += 1;
    }
    const faults = sink.faults.map(({ kind, where, message }) => `${kind} ${where.replace(folder, '')} ${message}`);
    return { inputs, batches, faults };
  };
  const times = (inputs: readonly Input[]): number[] => inputs.map(({ receivedUs }) => receivedUs);

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'perpstream-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  describe('of one file', () => {
    it.each([
      ['gzip', (text: string) => gzipSync(text)],
      ['plain text', (text: string) => Buffer.from(text)],
      [
        'gzip in several members',
        (text: string) => Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))]),
      ],
    ])('reads %s', async (_, pack) => {
      const { inputs, faults } = await read(put('x', pack('1 0 {"a":"€"}\n2 tick {}\n3 1 {}\n')));
      expect(inputs).toEqual([
        { kind: 'frame', receivedUs: 1, connection: 0, text: '{"a":"€"}' },
        { kind: 'tick', receivedUs: 2 },
        { kind: 'frame', receivedUs: 3, connection: 1, text: '{}' },
      ]);
      expect(faults).toEqual([]);
    });

    it('reads a last line without its end, lines that end in two characters, and skips empty ones', async () => {
      const { inputs, faults } = await read(put('x.gz', gzipSync('1 0 a\r\n\n2 0 b')));
      expect(inputs).toMatchObject([{ text: 'a' }, { text: 'b' }]);
      expect(faults).toEqual([]);
    });

    it('keeps characters whole that lie across the pieces of a file', async () => {
      const text = 'ü€😀'.repeat(60_000);
      const { inputs, batches } = await read(put('x', `1 0 ${text}\n2 0 ${text}\n`));
      expect(inputs.map((input) => input.kind === 'frame' && input.text === text)).toEqual([true, true]);
      expect(batches).toBe(2);
    });

    it('gives a long recording in batches', async () => {
      const { inputs, batches } = await read(put('x', lines(50_000)));
      expect(times(inputs)).toEqual(Array.from({ length: 50_000 }, (_, at) => at));
      expect(batches).toBeGreaterThan(5);
    });

    it('reports each line that cannot be read by its number, and goes on', async () => {
      const content = `${line(1)}nonsense\n${line(2)}3 unheard {}\n${line(4)}`;
      const { inputs, faults } = await read(put('x.gz', gzipSync(content)));
      expect(times(inputs)).toEqual([1, 2, 4]);
      expect(faults).toEqual([
        expect.stringMatching(/^recording \/x\.gz:2 line left out: /),
        expect.stringMatching(/^recording \/x\.gz:4 line left out: .*"unheard"/),
      ]);
    });

    it('gives all but the unfinished line of a gzip file that ends early, and one fault', async () => {
      const whole = gzipSync(lines(20_000));
      const { inputs, faults } = await read(put('x.gz', whole.subarray(0, whole.length - 2_000)));
      expect(inputs.length).toBeGreaterThan(10_000);
      expect(times(inputs)).toEqual(inputs.map((_, at) => at));
      expect(faults).toEqual([
        `recording /x.gz:${inputs.length + 1} cut off here (unexpected end of file), what follows is left out`,
      ]);
    });

    it('gives every line when only the checksum at the end is missing', async () => {
      const whole = gzipSync(lines(100));
      const { inputs, faults } = await read(put('x.gz', whole.subarray(0, whole.length - 8)));
      expect(inputs).toHaveLength(100);
      expect(faults).toHaveLength(1);
    });

    it('gives what comes before the damage in a gzip file, and one fault', async () => {
      const noise = Array.from({ length: 20_000 }, (_, at) => line(at, String(Math.sin(at)))).join('');
      const damaged = gzipSync(noise);
      damaged.fill(0xff, damaged.length * 0.75, damaged.length * 0.75 + 200);
      const { inputs, faults } = await read(put('x.gz', damaged));
      expect(inputs.length).toBeGreaterThan(10_000);
      expect(inputs.length).toBeLessThan(20_000);
      expect(faults).toEqual([expect.stringContaining('cut off here')]);
    });

    it('ends with one fault where the packing makes no sense any more, however much follows', async () => {
      const start = gzipSync(lines(20_000), { finishFlush: constants.Z_FULL_FLUSH });
      const { inputs, faults } = await read(put('x.gz', Buffer.concat([start, Buffer.alloc(300_000, 0xff)])));
      expect(times(inputs)).toEqual(inputs.map((_, at) => at));
      // The unpacker keeps its last 16 KiB to itself when it fails.
      expect(inputs.length).toBeGreaterThan(20_000 - 16_384 / 8);
      const where = `/x.gz:${inputs.length + 1}`;
      expect(faults).toEqual([`recording ${where} cut off here (invalid block type), what follows is left out`]);
    });

    it('goes on after any number of bad lines that lie apart', async () => {
      const content = Array.from({ length: 40 }, (_, at) => `bad\n${lines(9, at * 9)}`).join('');
      const { inputs, faults } = await read(put('x.gz', gzipSync(content)));
      expect(times(inputs)).toEqual(Array.from({ length: 360 }, (_, at) => at));
      expect(faults).toHaveLength(40);
    });

    it('gives up on a file that is garbage from some line on, with one fault', async () => {
      const { inputs, faults } = await read(put('x', `${lines(100)}${'bad\n5 0 {}\n'.repeat(10_000)}${lines(100)}`));
      expect(times(inputs)).toEqual(Array.from({ length: 100 }, (_, at) => at));
      expect(faults).toEqual(['recording /x:101 cut off here (the file is damaged), what follows is left out']);
    });

    it('takes an empty file for a run that was killed at once', async () => {
      expect(await read(put('x.gz', ''))).toMatchObject({
        inputs: [],
        faults: ['recording /x.gz:1 cut off here (the file is empty), what follows is left out'],
      });
    });

    it.each([
      ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])],
      ['a letter', 'Dear reader,\nthis is no recording\n'],
    ])('refuses %s in one line', async (_, content) => {
      await expect(read(put('x', content))).rejects.toThrow(
        /^[^\n]*\/x is no recording[^\n]*give a \*\.frames\.gz file[^\n]*$/,
      );
    });

    it('says in one line when there is no such file', async () => {
      const missing = join(folder, 'none.frames.gz');
      await expect(read(missing)).rejects.toThrow(
        `cannot read the recording ${missing}: no such file or folder; give a *.frames.gz file or a run folder`,
      );
    });

    it('closes the file when the reader leaves early', async () => {
      const path = put('x', lines(50_000));
      const reader = readRecording(path, { faults: collectFaults() });
      await reader.next();
      expect(await reader.return(undefined)).toEqual({ done: true, value: undefined });
    });
  });

  describe('of a run folder', () => {
    const segment = (at: number): string => `inputs-00000${at}.ndj.gz`;
    const manifest = (content: unknown): string => put('manifest.json', JSON.stringify(content));

    it('reads the segments in the order of the manifest', async () => {
      put(segment(0), gzipSync(line(2)));
      put(segment(1), gzipSync(line(1)));
      manifest({ segments: [{ name: segment(1) }, { name: segment(0) }] });
      expect(times((await read(folder)).inputs)).toEqual([1, 2]);
    });

    it.each([
      ['no manifest', undefined],
      ['a manifest without segments', {}],
      ['a manifest of a killed run', { segments: [{ name: segment(0) }] }],
    ])('reads all segments by name with %s', async (_, content) => {
      put(segment(1), gzipSync(line(2)));
      put(segment(0), gzipSync(line(1)));
      put('decisions.ndj.gz', gzipSync('not an input\n'));
      if (content !== undefined) manifest(content);
      expect(await read(folder)).toMatchObject({ inputs: [{ receivedUs: 1 }, { receivedUs: 2 }], faults: [] });
    });

    it('reports a manifest that cannot be read', async () => {
      put(segment(0), gzipSync(line(1)));
      put('manifest.json', '{');
      const { inputs, faults } = await read(folder);
      expect(inputs).toHaveLength(1);
      expect(faults).toEqual([expect.stringMatching(/^recording \/manifest\.json the manifest is not readable/)]);
    });

    it('goes on with the next segment after one that ends early', async () => {
      put(segment(0), gzipSync(line(1)).subarray(0, -4));
      put(segment(1), gzipSync(line(2)));
      const { inputs, faults } = await read(folder);
      expect(times(inputs)).toEqual([1, 2]);
      expect(faults).toHaveLength(1);
    });

    it('says in one line when a segment of the manifest is missing', async () => {
      manifest({ segments: [{ name: segment(7) }] });
      await expect(read(folder)).rejects.toThrow(/^cannot read the recording .*inputs-000007\.ndj\.gz: ENOENT[^\n]*$/);
    });

    it('says in one line when a folder holds no recording', async () => {
      mkdirSync(join(folder, 'inner'));
      await expect(read(folder)).rejects.toThrow(
        /holds no recording: expected a run folder with inputs-000000\.ndj\.gz/,
      );
    });
  });
});
