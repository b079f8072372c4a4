import { type FaultSink, type Input } from '@perpstream/core';
import { plainChunks, type PlainChunk } from './plain-chunks';
import { recordingFiles } from './recording-files';
import { RecordingLines } from './recording-lines';

/** How a line of a recording begins: receive time, source. */
const LINE_START = /^\d+ \S+ /m;

/** Options of `readRecording`. */
export type ReadRecordingOptions = { readonly faults: FaultSink };

/**
 * Reads a recording: a file of frames (gzip or plain text), or the folder of a run with all its inputs. Gives the inputs
 * in order, in batches of what one piece of the file held; memory does not grow with the length of the recording.
 *
 * A line that cannot be read is one `recording` fault naming file and line, and the next lines go on. A file that ends
 * early (the run was killed) or is damaged gives everything readable, then one fault, and ends.
 * @throws Error in one line when there is no such recording, or the file is neither gzip nor lines of a recording
 * @example
 * for await (const inputs of readRecording('btc.frames.gz', { faults })) for (const input of inputs) handle(input);
 */
export async function* readRecording(path: string, { faults }: ReadRecordingOptions): AsyncGenerator<readonly Input[]> {
  for (const file of await recordingFiles(path, faults)) {
    for await (const inputs of readFile(file, faults)) if (inputs.length > 0) yield inputs;
  }
}

async function* readFile(file: string, faults: FaultSink): AsyncGenerator<readonly Input[]> {
  const lines = new RecordingLines(file, faults);
  let isFirst = true;
  for await (const { bytes, isGzip, broken } of chunksOf(file)) {
    if (isFirst && !isGzip) assertLines(file, bytes);
    isFirst = false;
    yield lines.read(bytes);
    if (broken !== undefined && !lines.isDamaged) lines.breakOff(broken);
    if (lines.isDamaged) return;
  }
  yield lines.end();
}

function assertLines(file: string, bytes: Buffer): void {
  if (LINE_START.test(bytes.toString('latin1'))) return;
  throw new Error(
    `${file} is no recording (neither gzip nor lines of frames): give a *.frames.gz file or a run folder`,
  );
}

async function* chunksOf(file: string): AsyncGenerator<PlainChunk> {
  try {
    yield* plainChunks(file);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`cannot read the recording ${file}: ${message}; give a *.frames.gz file or a run folder`, {
      cause: error,
    });
  }
}
