import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecording } from '@perpstream/connection';
import { type ConnectionChange } from '@perpstream/core';
import { UsageError } from '../errors';
import { inspectFile } from './inspect-file';
import { readManifest, type ListedSegment, type RunManifest } from './run-manifest';

const SEGMENT = /^inputs-(\d+)\.ndj\.gz$/;

/** A recording that can go on. */
export type ResumableRecording = {
  readonly manifest: RunManifest;
  /** Everything it holds, what a killed recorder left included. */
  readonly segments: readonly ListedSegment[];
  /** Number of the segment that comes next. */
  readonly nextIndex: number;
  /** The segments that were not in the manifest and are now. */
  readonly found: readonly ListedSegment[];
  /** Sockets that may have been open when the recorder was killed. */
  readonly openConnections: readonly number[];
};

/**
 * Finds out what a recording holds so that another recorder can go on with it. What a killed one left is kept as it is:
 * its readable lines are counted and the file gets its checksum. Only a file of 0 bytes is removed.
 *
 * @throws UsageError one line, when the folder holds no recording
 */
export async function resumableRecording(folder: string): Promise<ResumableRecording> {
  const manifest = await readManifest(folder);
  if (manifest.command !== 'record') {
    throw new UsageError(`${folder} is the log of perpstream ${manifest.command}; only a recording can be resumed`);
  }
  const listed = new Set(manifest.segments.map(({ name }) => name));
  const present = (await readdir(folder)).filter((name) => SEGMENT.test(name)).sort();
  const found: ListedSegment[] = [];
  for (const name of present.filter((name) => !listed.has(name))) {
    const segment = await leftSegment(folder, name);
    if (segment !== undefined) found.push(segment);
  }
  const segments = [...manifest.segments, ...found];
  const indices = [...listed, ...present].map((name) => Number(SEGMENT.exec(name)?.[1] ?? -1));
  return {
    manifest,
    segments,
    nextIndex: Math.max(-1, ...indices) + 1,
    found,
    openConnections: await latestConnections(folder, segments),
  };
}

/** The first input of the next session for each socket of the last one: its streams are interrupted from here on. */
export function endOfConnections(connections: readonly number[], receivedUs: number): readonly ConnectionChange[] {
  const reason = 'the recorder was stopped here; another one goes on';
  return connections.map((connection) => ({
    kind: 'connection',
    receivedUs,
    state: { kind: 'closed', connection, reason },
  }));
}

/** Undefined for a file that holds nothing. */
async function leftSegment(folder: string, name: string): Promise<ListedSegment | undefined> {
  const path = join(folder, name);
  const { bytes, sha256, lines, brokenOff } = await inspectFile(path);
  if (bytes > 0) return { name, lines, sha256, bytes, ...(brokenOff !== undefined && { isCut: true }) };
  await unlink(path);
  return undefined;
}

/** The sockets of the last file from which anything can be read. */
async function latestConnections(folder: string, segments: readonly ListedSegment[]): Promise<readonly number[]> {
  for (const { name } of segments.toReversed()) {
    const connections = await connectionsIn(join(folder, name));
    if (connections.length > 0) return connections;
  }
  return [];
}

async function connectionsIn(path: string): Promise<readonly number[]> {
  const connections = new Set<number>();
  // That the file is cut is known already.
  for await (const batch of readRecording(path, { faults: { report: () => undefined } })) {
    for (const input of batch) {
      if (input.kind === 'frame') connections.add(input.connection);
      if (input.kind === 'connection') connections.add(input.state.connection);
    }
  }
  return [...connections].sort((a, b) => a - b);
}
