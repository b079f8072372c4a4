import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordingWriter, type RecordingWriter, type WrittenRecording } from '@perpstream/connection';
import { type AuditEvent, type LoggedInput, type RunLog } from '@perpstream/core';
import { type BotConfig } from '../config/config-schema';
import { UsageError } from '../errors';
import { isDecisionEvent, toJson, type DecisionHash } from '../run/decision-hash';
import { type RunSummary } from '../run/run-summary';

/** Version of the folder's layout. */
const FORMAT_VERSION = 1;

/** A segment is closed after so many lines, so that a long run leaves files of a size that tools like. */
const LINES_PER_SEGMENT = 500_000;

/** What a run log says about its run, in `manifest.json`. */
export type RunManifest = {
  readonly formatVersion: number;
  readonly product: string;
  readonly version: string;
  readonly command: string;
  readonly network: string;
  readonly seed: number;
  readonly config: BotConfig;
  /** sha256 of the configuration as JSON. */
  readonly configHash: string;
  readonly startedAt: string;
  /** Input files in order. The one being written is listed once it is closed. */
  readonly segments: readonly WrittenRecording[];
  readonly decisions?: WrittenRecording;
  readonly summary?: RunSummary;
};

/** What is known of a run when it starts. */
export type RunHeader = Pick<RunManifest, 'version' | 'command' | 'network' | 'config' | 'startedAt'>;

/**
 * A run log on disk: `manifest.json`, the inputs in segments, and the decisions with their rolling hash. Inputs are
 * handed to the file before they are handled; `flush` bounds what a kill can lose.
 */
export class RunLogFolder implements RunLog {
  readonly #decisions: RecordingWriter;
  readonly #closedSegments: Promise<WrittenRecording>[] = [];
  #inputs: RecordingWriter;
  #lines = 0;

  private constructor(
    readonly path: string,
    private readonly header: RunHeader,
    private readonly hash: DecisionHash,
  ) {
    this.#inputs = this.#openSegment(0);
    this.#decisions = recordingWriter({ path: join(path, 'decisions.ndj.gz') });
  }

  /**
   * Makes the folder and its manifest.
   *
   * @param hash the rolling hash of the run, already moved on by an event when that event is recorded
   * @throws UsageError when the folder holds a run already or cannot be made
   */
  static async create(path: string, header: RunHeader, hash: DecisionHash): Promise<RunLogFolder> {
    if (existsSync(join(path, 'manifest.json'))) {
      throw new UsageError(`${path} holds a run already; choose another folder with --out`);
    }
    try {
      await mkdir(path, { recursive: true });
    } catch (error) {
      throw new UsageError(`${path}: the run folder cannot be made (${String(error)}); choose another with --out`);
    }
    const folder = new RunLogFolder(path, header, hash);
    await folder.#writeManifest({ segments: [] });
    return folder;
  }

  recordInput(input: LoggedInput): void {
    if (this.#lines > 0 && this.#lines % LINES_PER_SEGMENT === 0) {
      this.#closedSegments.push(this.#inputs.close());
      this.#inputs = this.#openSegment(this.#closedSegments.length);
    }
    this.#inputs.write(input);
    this.#lines += 1;
  }

  recordAudit(audit: AuditEvent): void {
    if (!isDecisionEvent(audit)) return;
    this.#decisions.writeLine(toJson({ hash: this.hash.value, topic: audit.topic, event: audit.event }));
  }

  /** Resolves when little enough waits for the disk to go on. */
  async drained(): Promise<void> {
    await this.#inputs.drained();
  }

  /** Brings everything so far into the files. */
  async flush(): Promise<void> {
    await Promise.all([this.#inputs.flush(), this.#decisions.flush()]);
  }

  async close(summary: RunSummary): Promise<void> {
    this.#closedSegments.push(this.#inputs.close());
    const [segments, decisions] = await Promise.all([Promise.all(this.#closedSegments), this.#decisions.close()]);
    await this.#writeManifest({ segments, decisions, summary });
  }

  #openSegment(index: number): RecordingWriter {
    return recordingWriter({ path: join(this.path, `inputs-${String(index).padStart(6, '0')}.ndj.gz`) });
  }

  async #writeManifest(state: Pick<RunManifest, 'segments' | 'decisions' | 'summary'>): Promise<void> {
    const { config } = this.header;
    const manifest: RunManifest = {
      formatVersion: FORMAT_VERSION,
      product: 'perpstream',
      ...this.header,
      seed: config.seed,
      configHash: createHash('sha256').update(JSON.stringify(config)).digest('hex'),
      ...state,
    };
    // Replaced in one step: a kill never leaves half a manifest.
    const temporary = join(this.path, 'manifest.json.tmp');
    await writeFile(temporary, `${JSON.stringify(manifest, undefined, 2)}\n`);
    await rename(temporary, join(this.path, 'manifest.json'));
  }
}
