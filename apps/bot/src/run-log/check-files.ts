import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectFile, type InspectedFile } from './inspect-file';
import { type ListedSegment, type RunManifest } from './run-manifest';

/**
 * How a file of a run folder compares with what its manifest says.
 *
 * - `whole`: as it was written
 * - `cut`: as it was when its writer was killed; the manifest knows
 * - `unfinished`: the last one, not in the manifest: it is being written, or its writer was killed
 * - `damaged`: not what was written, or not there
 */
export type FileState = 'whole' | 'cut' | 'unfinished' | 'damaged';

/** A file of a run folder. */
export type CheckedFile = {
  readonly name: string;
  readonly lines: number;
  readonly bytes: number;
  readonly state: FileState;
  /** What is wrong with it; absent when nothing is. */
  readonly problem?: string;
};

const INPUT_FILE = /^inputs-.*\.ndj\.gz$/;

/** Compares the files of a run folder with its manifest: the inputs in order, then the decisions. */
export async function checkFiles(folder: string, manifest: RunManifest): Promise<readonly CheckedFile[]> {
  const listed = [...manifest.segments, ...(manifest.decisions === undefined ? [] : [manifest.decisions])];
  const checked: CheckedFile[] = [];
  for (const file of listed) checked.push(await checkListed(folder, file));
  const known = new Set(listed.map(({ name }) => name));
  const others = (await readdir(folder)).filter((name) => INPUT_FILE.test(name) && !known.has(name)).sort();
  for (const name of others) {
    const isLast = name === others.at(-1) && !manifest.segments.some((segment) => segment.name > name);
    checked.push(unlisted(name, await inspectFile(join(folder, name)), isLast));
  }
  return checked;
}

async function checkListed(folder: string, listed: ListedSegment): Promise<CheckedFile> {
  const { name } = listed;
  let found: InspectedFile;
  try {
    found = await inspectFile(join(folder, name));
  } catch (error) {
    return { name, lines: 0, bytes: 0, state: 'damaged', problem: `cannot be read: ${(error as Error).message}` };
  }
  const { lines, bytes } = found;
  const problem = differenceOf(listed, found);
  if (problem !== undefined) return { name, lines, bytes, state: 'damaged', problem };
  return { name, lines, bytes, state: listed.isCut === true ? 'cut' : 'whole' };
}

function differenceOf(listed: ListedSegment, found: InspectedFile): string | undefined {
  if (found.bytes !== listed.bytes) return `has ${found.bytes} bytes, ${listed.bytes} were written`;
  if (found.sha256 !== listed.sha256) return `its checksum is ${found.sha256}, it was ${listed.sha256}`;
  if (found.lines !== listed.lines) return `has ${found.lines} lines, ${listed.lines} were written`;
  if (found.brokenOff !== undefined && listed.isCut !== true)
    return `cannot be unpacked to its end: ${found.brokenOff}`;
  return undefined;
}

function unlisted(name: string, { lines, bytes }: InspectedFile, isLast: boolean): CheckedFile {
  if (isLast) return { name, lines, bytes, state: 'unfinished' };
  return { name, lines, bytes, state: 'damaged', problem: 'is not in the manifest, and later files are there' };
}
