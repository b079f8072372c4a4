import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Input } from '@perpstream/core';
import { parseConfig } from '../config/load-config';
import { DecisionHash } from '../run/decision-hash';
import { RunStatistics } from '../run/run-summary';
import { checkRecording, type RecordingReport } from './check-recording';
import { reportLines } from './recording-report';
import { endOfConnections, resumableRecording } from './resume-recording';
import { RunLogFolder } from './run-log-folder';
import { type RunHeader } from './run-manifest';

const header: RunHeader = {
  version: '1.2.3',
  command: 'record',
  network: 'local',
  config: parseConfig({}, 'test'),
  startedAt: '2026-01-01T00:00:00.000Z',
};

const greeting = '{"type":"connected","connection_id":"c","message_id":0}';
const blockFrame = (id: number): string =>
  `{"type":"channel_data","connection_id":"c","message_id":${id},"channel":"v4_block_height","version":"1.0.0","contents":{"blockHeight":"${id}","time":"2026-01-01T00:00:00.000Z"}}`;
const frame = (second: number, text: string): Input => ({
  kind: 'frame',
  receivedUs: (1_767_225_600 + second) * 1_000_000,
  connection: 0,
  text,
});

/** One second between frames. */
const frames: readonly Input[] = [greeting, ...[1, 2, 3, 4, 5].map(blockFrame)].map((text, at) => frame(at, text));

const files = ['inputs-000000.ndj.gz', 'inputs-000001.ndj.gz', 'inputs-000002.ndj.gz'] as const;

describe('a recording', () => {
  let folder: string;
  beforeEach(() => (folder = join(mkdtempSync(join(tmpdir(), 'perpstream-check-')), 'run')));
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  /** Six frames in files of two. `isKilled`: the last file is not closed. */
  async function record({ isKilled = false }: { readonly isKilled?: boolean } = {}): Promise<void> {
    const bounds = { maxLines: 2, maxMs: Infinity };
    const log = await RunLogFolder.create(folder, header, new DecisionHash(), bounds);
    frames.forEach((input, seq) => log.recordInput({ ...input, seq }));
    if (!isKilled) await log.close(new RunStatistics(0, new DecisionHash()).summary());
    else await log.flush();
  }

  const states = ({ files: checked }: RecordingReport): string[] => checked.map(({ state }) => state);
  const change = (name: string, edit: (bytes: Buffer) => Buffer): void =>
    writeFileSync(join(folder, name), edit(readFileSync(join(folder, name))));

  it('is whole as it was written', async () => {
    await record();
    const report = await checkRecording(folder);
    expect(report.problems).toEqual([]);
    expect(states(report)).toEqual(['whole', 'whole', 'whole']);
    expect(report.contents).toMatchObject({
      inputs: 6,
      frames: 6,
      connections: 1,
      longestPause: { ms: 1_000 },
      messageGaps: [],
    });
  });

  it.each<{ name: string; damage: () => void; state: string; problem: RegExp }>([
    {
      name: 'a byte that flipped',
      damage: () => change(files[1], (bytes) => bytes.fill(bytes[12]! ^ 1, 12, 13)),
      state: 'damaged',
      problem: /^inputs-000001\.ndj\.gz its checksum is/,
    },
    {
      name: 'a file that was cut',
      damage: () => truncateSync(join(folder, files[1]), 40),
      state: 'damaged',
      problem: /^inputs-000001\.ndj\.gz has 40 bytes, \d+ were written/,
    },
    {
      name: 'a file that is longer',
      damage: () => appendFileSync(join(folder, files[1]), gzipSync('1 tick {}\n')),
      state: 'damaged',
      problem: /^inputs-000001\.ndj\.gz has \d+ bytes/,
    },
  ])('is damaged by $name', async ({ damage, state, problem }) => {
    await record();
    damage();
    const report = await checkRecording(folder);
    expect(states(report)).toEqual(['whole', state, 'whole']);
    expect(report.problems[0]).toMatch(problem);
  });

  it('is damaged when a file is gone', async () => {
    await record();
    rmSync(join(folder, files[1]));
    const report = await checkRecording(folder);
    expect(states(report)).toEqual(['whole', 'damaged', 'whole']);
    expect(report.problems).toEqual([expect.stringMatching(/^inputs-000001\.ndj\.gz cannot be read: ENOENT/)]);
    expect(report.contents.frames).toBe(4);
  });

  it('is not damaged by a kill: the last file is not closed, everything that was flushed is there', async () => {
    await record({ isKilled: true });
    const report = await checkRecording(folder);
    expect(report.problems).toEqual([]);
    expect(states(report)).toEqual(['whole', 'whole', 'unfinished']);
    expect(report.contents.frames).toBe(6);
    expect(reportLines(report).join('\n')).toMatch(/inputs-000002.*not closed.*record --resume goes on/);
  });

  it('is damaged by a file that nobody listed before later ones', async () => {
    await record();
    copyFileSync(join(folder, files[0]), join(folder, 'inputs-000000b.ndj.gz'));
    expect((await checkRecording(folder)).problems).toEqual([
      'inputs-000000b.ndj.gz is not in the manifest, and later files are there',
    ]);
  });

  it('counts what the exchange did not send as no damage, where checksums prove that nothing was lost since', async () => {
    const log = await RunLogFolder.create(folder, header, new DecisionHash());
    frames.filter((_, at) => at !== 3).forEach((input, seq) => log.recordInput({ ...input, seq }));
    await log.close(new RunStatistics(0, new DecisionHash()).summary());
    const report = await checkRecording(folder);
    expect(report.problems).toEqual([]);
    expect(report.contents.messageGaps.map(({ message }) => message)).toEqual([
      'messages 3 are missing: what they changed is unknown',
    ]);
    expect(reportLines(report)).toContain('messages   missing at 1 place');
  });

  it('tells what a person wants to know', async () => {
    await record();
    const lines = reportLines(await checkRecording(folder));
    expect(lines.map((line) => line.replace(/ +\d+ kB/, ' N kB'))).toEqual([
      `${folder}: perpstream record (1.2.3) on local, started 2026-01-01T00:00:00.000Z`,
      '  inputs-000000.ndj.gz           2 lines N kB  whole',
      '  inputs-000001.ndj.gz           2 lines N kB  whole',
      '  inputs-000002.ndj.gz           2 lines N kB  whole',
      'inputs     6, of them 6 frames of 1 connection',
      'time       2026-01-01 00:00:00 UTC to 2026-01-01 00:00:05 UTC, 5.0 s',
      'pauses     1.0 s at most, from 2026-01-01 00:00:00 UTC',
      'messages   none missing',
      'frames     all understood',
      'result     everything that was recorded is there',
    ]);
  });

  describe('that goes on after a kill', () => {
    /** The last line is cut in its middle, as a kill may leave it. */
    async function kill(): Promise<void> {
      await record({ isKilled: true });
      const last = join(folder, files[2]);
      truncateSync(last, readFileSync(last).length - 20);
    }

    it('keeps what can be read, with lines and checksum, and begins a new file', async () => {
      await kill();
      const { segments, found, nextIndex, openConnections } = await resumableRecording(folder);
      expect(nextIndex).toBe(3);
      expect(found).toEqual([expect.objectContaining({ name: files[2], isCut: true })]);
      expect(segments.map(({ name }) => name)).toEqual(files);
      expect(openConnections).toEqual([0]);
    });

    it('is whole afterwards, and its readers are told of the break', async () => {
      await kill();
      const before = await resumableRecording(folder);
      const resumed = [{ startedAt: header.startedAt, version: '1.2.4', firstSegment: 'inputs-000003.ndj.gz' }];
      const log = await RunLogFolder.open({
        path: folder,
        header: { ...header, resumed },
        hash: new DecisionHash(),
        segments: before.segments,
        firstIndex: before.nextIndex,
      });
      const marks = endOfConnections(before.openConnections, 1_767_225_700_000_000);
      [...marks, frame(101, greeting)].forEach((input, seq) => log.recordInput({ ...input, seq }));
      await log.close(new RunStatistics(0, new DecisionHash()).summary());
      const report = await checkRecording(folder);
      expect(report.problems).toEqual([]);
      expect(states(report)).toEqual(['whole', 'whole', 'cut', 'whole']);
      expect(report.contents).toMatchObject({ connections: 2, messageGaps: [] });
      expect(marks).toEqual([
        expect.objectContaining({ kind: 'connection', state: expect.objectContaining({ kind: 'closed' }) as object }),
      ]);
      expect(reportLines(report)[0]).toContain('resumed once');
    });

    it('forgets a file of which nothing was written', async () => {
      await record({ isKilled: true });
      writeFileSync(join(folder, 'inputs-000003.ndj.gz'), '');
      const { segments, nextIndex } = await resumableRecording(folder);
      expect(segments.map(({ name }) => name)).toEqual(files);
      expect(nextIndex).toBe(4);
    });

    it('is refused for the log of a trading run and for a folder without a manifest', async () => {
      await RunLogFolder.create(folder, { ...header, command: 'paper' }, new DecisionHash());
      await expect(resumableRecording(folder)).rejects.toThrow('only a recording can be resumed');
      await expect(resumableRecording(join(folder, '..'))).rejects.toThrow('holds no manifest.json');
    });
  });
});

describe('a bare recording', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'perpstream-bare-')), 'x.frames.gz');
  const write = (...lines: readonly string[]): void =>
    writeFileSync(file, gzipSync(lines.map((line, at) => `${at + 1} 0 ${line}\n`).join('')));

  it('is whole when no message is missing', async () => {
    write(greeting, blockFrame(1), blockFrame(2));
    expect((await checkRecording(file)).problems).toEqual([]);
  });

  it('is damaged when messages are missing, for nothing else would show it', async () => {
    write(greeting, blockFrame(1), blockFrame(4));
    expect((await checkRecording(file)).problems).toEqual([expect.stringMatching(/messages 2-3 are missing/)]);
  });

  it('is damaged when it is cut or holds lines that are none', async () => {
    writeFileSync(file, `1 0 ${greeting}\nnonsense\n2 0 ${blockFrame(1)}\n`);
    const report = await checkRecording(file);
    expect(report.problems).toEqual([expect.stringMatching(/:2: line left out/)]);
    expect(reportLines(report).at(-2)).toBe('result     DAMAGED, 1 problem');
  });
});
