import type { Frame, Input, OperatorCommand } from './input';

const NUMERIC = /^\d+$/;
const COMMANDS: readonly unknown[] = ['stop', 'halt-new-exposure', 'flatten', 'resume'];
const STREAM_STATES: readonly unknown[] = ['requested', 'live', 'stale', 'refused', 'ended'];
const CONNECTION_STATES: readonly unknown[] = ['connecting', 'open', 'degraded', 'waiting', 'circuit-open', 'closed'];

/** A line of a recording that could not be read; `reason` says why in a few words. */
export type UnreadableLine = { readonly kind: 'unreadable'; readonly reason: string };

type Payload = Readonly<Record<string, unknown>>;

/**
 * Writes an input as one line of a recording, without the line end: `<receivedUs> <connection> <frame text>` for frames,
 * `<receivedUs> <source> <json>` for everything else.
 *
 * @throws RangeError when a frame text has a line end in it (a recording is one frame per line)
 */
export function formatRecordingLine(input: Input): string {
  if (input.kind === 'frame') {
    if (/[\r\n]/.test(input.text)) throw new RangeError('a frame with a line end in it cannot be recorded');
    return `${input.receivedUs} ${input.connection} ${input.text}`;
  }
  return `${input.receivedUs} ${input.kind} ${JSON.stringify(payloadOf(input))}`;
}

/**
 * Reads one line of a recording. Never throws: what cannot be read comes back as `unreadable`. The text of a frame is
 * not looked into here.
 */
export function parseRecordingLine(line: string): Input | UnreadableLine {
  const first = line.indexOf(' ');
  const second = line.indexOf(' ', first + 1);
  if (first <= 0 || second < 0) return unreadable('expected "<receivedUs> <source> <text>"');
  const stamp = line.slice(0, first);
  const receivedUs = Number(stamp);
  if (!NUMERIC.test(stamp) || !Number.isSafeInteger(receivedUs)) {
    return unreadable('the receive time is not an integer');
  }
  const source = line.slice(first + 1, second);
  const rest = line.slice(second + 1);
  if (NUMERIC.test(source))
    return { kind: 'frame', receivedUs, connection: Number(source), text: rest } satisfies Frame;
  return otherInput(source, receivedUs, rest);
}

function payloadOf(input: Exclude<Input, Frame>): object {
  switch (input.kind) {
    case 'tick':
      return {};
    case 'connection':
      return input.state;
    case 'stream':
      return { connection: input.connection, channel: input.channel, id: input.id, state: input.state };
    case 'rest':
      return { requestedUs: input.requestedUs, path: input.path, body: input.body };
    case 'command':
      return commandOf(input);
  }
}

function otherInput(source: string, receivedUs: number, json: string): Input | UnreadableLine {
  let payload: unknown;
  try {
    payload = JSON.parse(json);
  } catch {
    return unreadable(`the ${source} line is not JSON`);
  }
  if (typeof payload !== 'object' || payload === null) return unreadable(`the ${source} line is not an object`);
  return (
    inputOf(source, receivedUs, payload as Payload) ?? unreadable(`not a known input: "${source}" with this content`)
  );
}

/** Looks at what tells the variants apart; the rest of a payload is trusted, for `formatRecordingLine` wrote it. */
function inputOf(source: string, receivedUs: number, payload: Payload): Input | undefined {
  switch (source) {
    case 'tick':
      return { kind: 'tick', receivedUs };
    case 'connection':
      if (!CONNECTION_STATES.includes(payload['kind']) || typeof payload['connection'] !== 'number') return undefined;
      return { kind: 'connection', receivedUs, state: payload } as Input;
    case 'stream':
      return isStreamChange(payload) ? ({ ...payload, kind: 'stream', receivedUs } as Input) : undefined;
    case 'rest':
      if (typeof payload['path'] !== 'string' || typeof payload['body'] !== 'string') return undefined;
      if (!Number.isSafeInteger(payload['requestedUs'] ?? 0)) return undefined;
      return { ...payload, kind: 'rest', receivedUs } as Input;
    case 'command':
      return isCommand(payload) ? ({ ...payload, kind: 'command', receivedUs } as Input) : undefined;
    default:
      return undefined;
  }
}

function commandOf(input: OperatorCommand): object {
  const { command } = input;
  if (input.command === 'transfer') return { command, amountUsd: input.amountUsd };
  if (input.command === 'trade') return { command, marketId: input.marketId, sizeBase: input.sizeBase };
  return { command };
}

function isCommand({ command, amountUsd, marketId, sizeBase }: Payload): boolean {
  if (command === 'transfer') return Number.isFinite(amountUsd);
  if (command === 'trade') return typeof marketId === 'string' && Number.isFinite(sizeBase);
  return COMMANDS.includes(command);
}

function isStreamChange({ connection, channel, state }: Payload): boolean {
  const kind = typeof state === 'object' && state !== null ? (state as Payload)['kind'] : undefined;
  return typeof connection === 'number' && typeof channel === 'string' && STREAM_STATES.includes(kind);
}

function unreadable(reason: string): UnreadableLine {
  return { kind: 'unreadable', reason };
}
