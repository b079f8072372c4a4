import { type Input } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import fs, { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readRecording } from '../replay/read-recording';
import { recordingWriter } from './recording-writer';

const frame = (text: string, receivedUs = 1, connection = 0): Input => ({
  kind: 'frame',
  receivedUs,
  connection,
  text,
});

describe('recordingWriter', () => {
  let folder: string;
  let path: string;

  const readBack = async (file = path): Promise<{ inputs: Input[]; faults: string[] }> => {
    const faults = collectFaults();
    const inputs: Input[] = [];
    for await (const batch of readRecording(file, { faults })) inputs.push(...batch);
    return { inputs, faults: faults.faults.map(({ message }) => message) };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'perpstream-'));
    path = join(folder, 'test.frames.gz');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes lines in order and says what the file consists of', async () => {
    const writer = recordingWriter({ path });
    writer.write(frame('{"a":1}', 1_000, 2));
    writer.write({ kind: 'tick', receivedUs: 2_000 });
    writer.writeLine('anything else');
    const written = await writer.close();
    const file = readFileSync(path);
    expect(gunzipSync(file).toString()).toBe('1000 2 {"a":1}\n2000 tick {}\nanything else\n');
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(written).toEqual({ name: 'test.frames.gz', lines: 3, sha256, bytes: statSync(path).size });
  });

  it('is read back by readRecording, whatever was written', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((line) => !/[\r\n]/.test(line));
    const input: fc.Arbitrary<Input> = fc.oneof(
      fc.record({ kind: fc.constant('frame' as const), receivedUs: fc.nat(), connection: fc.nat(9), text }),
      fc.record({ kind: fc.constant('tick' as const), receivedUs: fc.nat() }),
      fc.record({ kind: fc.constant('rest' as const), receivedUs: fc.nat(), path: text, body: fc.string() }),
      fc.record({ kind: fc.constant('command' as const), receivedUs: fc.nat(), command: fc.constant('stop' as const) }),
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(input, { maxLength: 30 }), async (inputs) => {
        const file = join(folder, `${run++}.gz`);
        const writer = recordingWriter({ path: file });
        inputs.forEach((one) => writer.write(one));
        await writer.close();
        expect(await readBack(file)).toEqual({ inputs, faults: [] });
      }),
      { numRuns: 30 },
    );
  });

  it('has everything on the disk after a flush, although the file is not complete', async () => {
    const writer = recordingWriter({ path });
    writer.write(frame('one'));
    await writer.flush();
    writer.write(frame('two'));
    await writer.flush();
    writer.write(frame('only in memory'));
    const { inputs, faults } = await readBack();
    expect(inputs).toEqual([frame('one'), frame('two')]);
    expect(faults).toEqual([expect.stringContaining('cut off here')]);
    await writer.close();
    expect((await readBack()).inputs).toHaveLength(3);
  });

  it('takes far more than one piece and drains it', async () => {
    const writer = recordingWriter({ path, level: 1 });
    const noise = createHash('sha512').update('seed').digest('hex').repeat(20);
    for (let line = 0; line < 5_000; line += 1) writer.write(frame(`${line}${noise}`, line));
    await writer.drained();
    for (let line = 5_000; line < 5_010; line += 1) writer.write(frame(`${line}`, line));
    await writer.drained();
    expect(await writer.close()).toMatchObject({ lines: 5_010 });
    const { inputs } = await readBack();
    expect(inputs.map(({ receivedUs }) => receivedUs)).toEqual(Array.from({ length: 5_010 }, (_, line) => line));
  });

  it('gives the same answer when it is closed twice, and takes nothing afterwards', async () => {
    const writer = recordingWriter({ path });
    const written = await writer.close();
    expect(await writer.close()).toBe(written);
    await writer.flush();
    await writer.drained();
    expect(written.lines).toBe(0);
    expect(() => writer.writeLine('x')).toThrow('is closed already');
    expect(await readBack()).toEqual({ inputs: [], faults: [] });
  });

  it('refuses a line with a line end in it', async () => {
    const writer = recordingWriter({ path });
    expect(() => writer.writeLine('a\nb')).toThrow(RangeError);
    expect(() => writer.write(frame('a\rb'))).toThrow(RangeError);
    expect((await writer.close()).lines).toBe(0);
  });

  it('never overwrites a recording', async () => {
    await recordingWriter({ path }).close();
    expect(() => recordingWriter({ path })).toThrow(
      /^cannot record to .*: the file exists: give another name or move it away$/,
    );
  });

  it('says at once when the folder is missing', () => {
    const missing = join(folder, 'none', 'x.gz');
    expect(() => recordingWriter({ path: missing })).toThrow(/^cannot record to .*ENOENT.*$/);
  });

  it.each([0, 7, 1.5])('refuses level %p', (level) => {
    expect(() => recordingWriter({ path, level })).toThrow(`level must be a whole number in 1..6, was ${level}`);
  });

  it('fails every call in one line once the disk has failed', async () => {
    const fullDisk = (...given: unknown[]): void => {
      const done = given.at(-1) as (error: Error) => void;
      process.nextTick(done, new Error('ENOSPC: no space left on device, write'));
    };
    const writes = jest.spyOn(fs, 'write').mockImplementation(fullDisk);
    const vectorWrites = jest.spyOn(fs, 'writev').mockImplementation(fullDisk);
    const writer = recordingWriter({ path });
    writer.write(frame('lost'));
    const message = /^cannot write .* \(ENOSPC.*\): free space on the disk or record elsewhere$/;
    await expect(writer.flush()).rejects.toThrow(message);
    expect(() => writer.writeLine('x')).toThrow(message);
    await expect(writer.drained()).rejects.toThrow(message);
    await expect(writer.close()).rejects.toThrow(message);
    writes.mockRestore();
    vectorWrites.mockRestore();
  });
});
