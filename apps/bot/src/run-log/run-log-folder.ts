import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { recordingWriter, type RecordingWriter } from '@perpstream/connection';
import { type AuditEvent, type LoggedInput, type RunLog } from '@perpstream/core';
import { UsageError } from '../errors';
import { isDecisionEvent, toJson, type DecisionHash } from '../run/decision-hash';
import { type RunSummary } from '../run/run-summary';
import { DEFAULT_BOUNDS, InputSegments, type SegmentBounds } from './input-segments';
import { manifestPath, writeManifest, type ListedSegment, type RunHeader } from './run-manifest';

/** A folder and what it holds already. */
export type FolderStart = {
  readonly path: string;
  readonly header: RunHeader;
  /** The rolling hash of the run, already moved on by an event when that event is recorded. */
  readonly hash: DecisionHash;
  readonly segments?: readonly ListedSegment[];
  /** Number of the first segment to write. */
  readonly firstIndex?: number;
  readonly bounds?: SegmentBounds;
};

/**
 * A run log on disk: `manifest.json`, the inputs in segments, and the decisions with their rolling hash. Inputs are
 * handed to the file before they are handled; `flush` bounds what a kill can lose. A segment is in the manifest, with its
 * checksum, as soon as it is closed.
 */
export class RunLogFolder implements RunLog {
  readonly path: string;
  readonly #header: RunHeader;
  readonly #hash: DecisionHash;
  readonly #segments: ListedSegment[];
  readonly #inputs: InputSegments;
  /** A recording has none. */
  readonly #decisions: RecordingWriter | undefined;

  private constructor({ path, header, hash, segments = [], firstIndex = 0, bounds = DEFAULT_BOUNDS }: FolderStart) {
    this.path = path;
    this.#header = header;
    this.#hash = hash;
    this.#segments = [...segments];
    const onClosed = async (segment: ListedSegment): Promise<void> => {
      this.#segments.push(segment);
      await writeManifest(path, header, { segments: this.#segments });
    };
    const isRecording = header.command === 'record';
    this.#decisions = isRecording ? undefined : recordingWriter({ path: join(path, 'decisions.ndj.gz') });
    this.#inputs = new InputSegments({ folder: path, firstIndex, bounds, onClosed });
  }

  /**
   * Makes the folder and its manifest.
   *
   * @throws UsageError when the folder holds a run already or cannot be made
   */
  static async create(
    path: string,
    header: RunHeader,
    hash: DecisionHash,
    bounds?: SegmentBounds,
  ): Promise<RunLogFolder> {
    if (existsSync(manifestPath(path))) {
      throw new UsageError(`${path} holds a run already; choose another folder with --out`);
    }
    try {
      await mkdir(path, { recursive: true });
    } catch (error) {
      throw new UsageError(`${path}: the run folder cannot be made (${String(error)}); choose another with --out`);
    }
    return RunLogFolder.open({ path, header, hash, ...(bounds && { bounds }) });
  }

  /** Goes on in a folder that is there, after what it holds. */
  static async open(start: FolderStart): Promise<RunLogFolder> {
    const folder = new RunLogFolder(start);
    await writeManifest(start.path, start.header, { segments: start.segments ?? [] });
    return folder;
  }

  recordInput(input: LoggedInput): void {
    this.#inputs.write(input);
  }

  recordAudit(audit: AuditEvent): void {
    if (!isDecisionEvent(audit)) return;
    this.#decisions?.writeLine(toJson({ hash: this.#hash.value, topic: audit.topic, event: audit.event }));
  }

  /** Resolves when little enough waits for the disk to go on. */
  async drained(): Promise<void> {
    await this.#inputs.drained();
  }

  /** Brings everything so far into the files. */
  async flush(): Promise<void> {
    await Promise.all([this.#inputs.flush(), this.#decisions?.flush()]);
  }

  async close(summary: RunSummary): Promise<void> {
    const [decisions] = await Promise.all([this.#decisions?.close(), this.#inputs.close()]);
    const state = { segments: this.#segments, summary, ...(decisions && { decisions }) };
    await writeManifest(this.path, this.#header, state);
  }
}
