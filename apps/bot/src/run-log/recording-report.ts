import { type CheckedFile } from './check-files';
import { type RecordingReport } from './check-recording';
import { type RecordingContents } from './recording-contents';

/** More of one kind than this is only counted. */
const SHOWN = 10;

const count = (value: number): string => value.toLocaleString('en-US');

function timeText(atUs: number): string {
  return new Date(atUs / 1_000)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}

function spanText(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function titleOf({ path, manifest }: RecordingReport): string {
  if (manifest === undefined) return `${path}: a recording without a manifest`;
  const { command, network, version, startedAt, resumed = [] } = manifest;
  const again = resumed.length === 0 ? '' : `, resumed ${resumed.length === 1 ? 'once' : `${resumed.length} times`}`;
  return `${path}: perpstream ${command} (${version}) on ${network}, started ${startedAt}${again}`;
}

const STATES: Readonly<Record<CheckedFile['state'], string>> = {
  whole: 'whole',
  cut: 'whole; its writer was killed',
  unfinished: 'not closed: being written, or its writer was killed (record --resume goes on)',
  damaged: 'DAMAGED',
};

function fileLines(files: readonly CheckedFile[]): string[] {
  const widest = Math.max(0, ...files.map(({ name }) => name.length));
  return files.map(({ name, lines, bytes, state, problem }) => {
    const size = `${count(lines).padStart(11)} lines ${count(Math.ceil(bytes / 1_000)).padStart(9)} kB`;
    return `  ${name.padEnd(widest)} ${size}  ${STATES[state]}${problem === undefined ? '' : `: ${problem}`}`;
  });
}

function contentLines({ inputs, frames, connections, firstUs, lastUs, longestPause }: RecordingContents): string[] {
  if (firstUs === undefined || lastUs === undefined) return ['inputs     none'];
  return [
    `inputs     ${count(inputs)}, of them ${count(frames)} frames of ${count(connections)} ${connections === 1 ? 'connection' : 'connections'}`,
    `time       ${timeText(firstUs)} to ${timeText(lastUs)}, ${spanText((lastUs - firstUs) / 1_000)}`,
    `pauses     ${spanText(longestPause.ms)} at most${longestPause.ms === 0 ? '' : `, from ${timeText(longestPause.fromUs)}`}`,
  ];
}

function limited(lines: readonly string[]): string[] {
  const more = lines.length - SHOWN;
  return more > 0 ? [...lines.slice(0, SHOWN), `  and ${count(more)} more`] : [...lines];
}

/** The outcome of a check for people. */
export function reportLines(report: RecordingReport): readonly string[] {
  const { files, contents, problems } = report;
  const { messageGaps, oddFrames } = contents;
  const odd = Object.entries(oddFrames).map(([kind, times]) => `${count(times)} ${kind}`);
  const gaps = limited(
    messageGaps.map(({ where, message, receivedMs }) => `  ${timeText(receivedMs * 1_000)} ${where}: ${message}`),
  );
  return [
    titleOf(report),
    ...fileLines(files),
    ...contentLines(contents),
    `messages   ${messageGaps.length === 0 ? 'none missing' : `missing at ${count(messageGaps.length)} ${messageGaps.length === 1 ? 'place' : 'places'}`}`,
    ...gaps,
    `frames     ${odd.length === 0 ? 'all understood' : `not all understood: ${odd.join(', ')}`}`,
    ...(problems.length === 0 ? ['result     everything that was recorded is there'] : damageLines(problems)),
  ];
}

function damageLines(problems: readonly string[]): string[] {
  return [
    `result     DAMAGED, ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
    ...limited(problems.map((problem) => `  ${problem}`)),
  ];
}
