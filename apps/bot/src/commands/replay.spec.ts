import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UsageError } from '../errors';
import { replay, type ReplayOptions } from './replay';

const folder = mkdtempSync(join(tmpdir(), 'perpstream-replay-'));

function recording(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content === '' ? content : gzipSync(content));
  return path;
}

function options(speed: number | 'max'): ReplayOptions {
  return { version: '0', speed, json: true, out: join(mkdtempSync(join(folder, 'out-')), 'run') };
}

/** A minute passes between the two inputs. */
const slow = recording('slow.frames.gz', '1000000 0 {}\n61000000 0 {}\n');

describe('replay', () => {
  let printed: string[];
  beforeEach(() => {
    printed = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  });
  afterEach(() => jest.restoreAllMocks());

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends in order on %s, also while it waits for the next input',
    async (signal) => {
      const before = process.listenerCount(signal);
      const ended = replay(slow, options(1));
      while (process.listenerCount(signal) === before) await new Promise((resolve) => setImmediate(resolve));
      process.emit(signal, signal);
      expect(await ended).toBe(130);
      expect(JSON.parse(printed.at(-1) ?? '')).toHaveProperty('decisionHash');
    },
  );

  it('ends after the given time', async () => {
    expect(await replay(slow, { ...options(1), duration: 50 })).toBe(0);
  });

  it.each([
    ['an empty file', ''],
    ['a recording without a line', '\n'],
  ])('fails on %s', async (name, content) => {
    const path = recording(`${name}.gz`, content);
    await expect(replay(path, options('max'))).rejects.toThrow(`${path} holds no input: there was nothing to replay`);
  });

  it('refuses a folder that is no run', async () => {
    const path = join(folder, 'other');
    mkdirSync(path);
    const refused = replay(path, options('max'));
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(`${path} is no run folder: it holds no manifest.json`);
  });
});
