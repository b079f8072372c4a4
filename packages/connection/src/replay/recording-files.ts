import { unixMs, type FaultSink } from '@perpstream/core';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

const INPUT_FILE = /^inputs-.*\.ndj\.gz$/;

/**
 * The files of a recording in the order in which they are read: the file itself, or the input segments of a run folder
 * (those its manifest names, then those that a killed run left beside them).
 *
 * @throws Error when there is no such file or folder, or a folder holds no inputs
 */
export async function recordingFiles(path: string, faults: FaultSink): Promise<readonly string[]> {
  if (!(await isFolder(path))) return [path];
  const present = (await readdir(path)).filter((name) => INPUT_FILE.test(name)).sort();
  const named = await manifestSegments(join(path, 'manifest.json'), faults);
  const names = [...new Set([...named, ...present])];
  if (names.length === 0) {
    throw new Error(
      `${path} holds no recording: expected a run folder with inputs-000000.ndj.gz, or give a *.frames.gz file`,
    );
  }
  return names.map((name) => join(path, name));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'no such file or folder' : message;
    throw new Error(`cannot read the recording ${path}: ${reason}; give a *.frames.gz file or a run folder`, {
      cause: error,
    });
  }
}

/** A run without a readable manifest is still a run: its segments say what they are by their names. */
async function manifestSegments(path: string, faults: FaultSink): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return [];
  }
  try {
    const { segments = [] } = JSON.parse(text) as { segments?: { name: string }[] };
    return segments.map(({ name }) => basename(name));
  } catch {
    const message = 'the manifest is not readable, so the segments are taken in the order of their names';
    faults.report({ kind: 'recording', where: path, message, receivedMs: unixMs(0) });
    return [];
  }
}
