import fc from 'fast-check';
import { marketId } from '../units/market-id';
import { unixMs } from '../units/unix-ms';
import type { ConnectionState } from './connection-state';
import type { Input } from './input';
import type { StreamState } from './stream-state';
import { formatRecordingLine, parseRecordingLine } from './recording-line';

const receivedUs = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const connection = fc.nat({ max: 64 });
const frameText = fc.string({ unit: 'binary' }).filter((text) => !/[\r\n]/.test(text));
const anyText = fc.string({ unit: 'binary' });
const anyMs = fc.double({ min: 0, max: 4e12, noNaN: true }).map((value) => unixMs(value + 0));

const state: fc.Arbitrary<ConnectionState> = fc.oneof(
  fc.record({ kind: fc.constant('connecting' as const), connection, attempt: fc.nat() }),
  fc.record({ kind: fc.constant('open' as const), connection, connectionId: anyText }),
  fc.record({ kind: fc.constant('degraded' as const), connection, silentMs: fc.nat() }),
  fc.record({
    kind: fc.constant('waiting' as const),
    connection,
    attempt: fc.nat(),
    retryAtMs: anyMs,
    reason: anyText,
  }),
  fc.record({ kind: fc.constant('circuit-open' as const), connection, probeAtMs: anyMs, reason: anyText }),
  fc.record({ kind: fc.constant('closed' as const), connection, reason: anyText }),
);

const streamState: fc.Arbitrary<StreamState> = fc.oneof(
  fc.record({ kind: fc.constantFrom('requested' as const, 'stale' as const, 'ended' as const), reason: anyText }),
  fc.record({ kind: fc.constant('live' as const) }),
  fc.record({ kind: fc.constant('refused' as const), reason: anyText }),
  fc.record({ kind: fc.constant('refused' as const), reason: anyText, retryAtMs: anyMs }),
);

const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('stream' as const),
      receivedUs,
      connection,
      channel: anyText,
      id: anyText,
      state: streamState,
    },
    { requiredKeys: ['kind', 'receivedUs', 'connection', 'channel', 'state'] },
  ),
  fc.record({ kind: fc.constant('frame' as const), receivedUs, connection, text: frameText }),
  fc.record({ kind: fc.constant('tick' as const), receivedUs }),
  fc.record({ kind: fc.constant('connection' as const), receivedUs, state }),
  fc.record(
    { kind: fc.constant('rest' as const), receivedUs, requestedUs: receivedUs, path: anyText, body: anyText },
    { requiredKeys: ['kind', 'receivedUs', 'path', 'body'] },
  ),
  fc.record({
    kind: fc.constant('command' as const),
    receivedUs,
    command: fc.constantFrom('stop' as const, 'halt-new-exposure' as const, 'flatten' as const, 'resume' as const),
  }),
  fc.record({
    kind: fc.constant('command' as const),
    receivedUs,
    command: fc.constant('transfer' as const),
    amountUsd: fc.integer().map((cents) => cents / 100),
  }),
  fc.record({
    kind: fc.constant('command' as const),
    receivedUs,
    command: fc.constant('trade' as const),
    marketId: fc.constantFrom(marketId('BTC-USD'), marketId('ETH-USD')),
    sizeBase: fc.integer().map((steps) => steps / 1_000),
  }),
);

/** Text that looks like a line up to some point. */
const almostLine = fc
  .tuple(
    fc.oneof(fc.constantFrom('1', '', '-1', '1.5', '1e3', '99999999999999999999'), anyText),
    fc.oneof(fc.constantFrom('0', 'tick', 'connection', 'rest', 'command', 'gateway', '__proto__'), anyText),
    fc.oneof(fc.json(), fc.constantFrom('{}', '[]', 'null', '{"kind":"open"}', '{"__proto__":1}', '{'), anyText),
  )
  .map((parts) => parts.join(' '));

describe('recording lines', () => {
  it.each<{ line: string; input: Input }>([
    {
      line: '1723161255378345 0 {"type":"connected"}',
      input: { kind: 'frame', receivedUs: 1_723_161_255_378_345, connection: 0, text: '{"type":"connected"}' },
    },
    { line: '5 3 ', input: { kind: 'frame', receivedUs: 5, connection: 3, text: '' } },
    { line: '5 3  a b ', input: { kind: 'frame', receivedUs: 5, connection: 3, text: ' a b ' } },
    { line: '5 tick {}', input: { kind: 'tick', receivedUs: 5 } },
    { line: '5 command {"command":"stop"}', input: { kind: 'command', receivedUs: 5, command: 'stop' } },
    {
      line: '5 rest {"path":"/v4/time","body":"{\\n}"}',
      input: { kind: 'rest', receivedUs: 5, path: '/v4/time', body: '{\n}' },
    },
    {
      line: '5 rest {"requestedUs":4,"path":"/height","body":""}',
      input: { kind: 'rest', receivedUs: 5, requestedUs: 4, path: '/height', body: '' },
    },
    {
      line: '5 stream {"connection":1,"channel":"v4_trades","id":"BTC-USD","state":{"kind":"stale","reason":"x"}}',
      input: {
        kind: 'stream',
        receivedUs: 5,
        connection: 1,
        channel: 'v4_trades',
        id: 'BTC-USD',
        state: { kind: 'stale', reason: 'x' },
      },
    },
    {
      line: '5 stream {"connection":0,"channel":"v4_markets","state":{"kind":"live"}}',
      input: { kind: 'stream', receivedUs: 5, connection: 0, channel: 'v4_markets', state: { kind: 'live' } },
    },
    {
      line: '5 connection {"kind":"open","connection":1,"connectionId":"x"}',
      input: { kind: 'connection', receivedUs: 5, state: { kind: 'open', connection: 1, connectionId: 'x' } },
    },
  ])('are written and read as $line', ({ line, input: expected }) => {
    expect(formatRecordingLine(expected)).toBe(line);
    expect(parseRecordingLine(line)).toEqual(expected);
  });

  it('give every input back, each on one line', () => {
    fc.assert(
      fc.property(input, (given) => {
        const line = formatRecordingLine(given);
        expect(line).not.toMatch(/[\r\n]/);
        expect(parseRecordingLine(line)).toEqual(given);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['{}\n{}', 'a\r', '\n'])('refuse a frame with a line end in it: %j', (text) => {
    expect(() => formatRecordingLine({ kind: 'frame', receivedUs: 1, connection: 0, text })).toThrow(RangeError);
  });

  it.each([
    { name: 'nothing', line: '', reason: 'expected' },
    { name: 'one word', line: '17', reason: 'expected' },
    { name: 'two words', line: '17 0', reason: 'expected' },
    { name: 'a leading space', line: ' 17 0 {}', reason: 'expected' },
    { name: 'a time with a fraction', line: '17.5 0 {}', reason: 'not an integer' },
    { name: 'a negative time', line: '-17 0 {}', reason: 'not an integer' },
    { name: 'a time beyond exact integers', line: '99999999999999999999 0 {}', reason: 'not an integer' },
    { name: 'an unknown source', line: '17 gossip {}', reason: '"gossip"' },
    { name: 'broken JSON', line: '17 tick {', reason: 'not JSON' },
    { name: 'JSON that is no object', line: '17 rest 5', reason: 'not an object' },
    { name: 'JSON null', line: '17 tick null', reason: 'not an object' },
    { name: 'a REST answer without body', line: '17 rest {"path":"/v4/time"}', reason: '"rest"' },
    { name: 'an unknown command', line: '17 command {"command":"sell everything"}', reason: '"command"' },
    { name: 'a transfer of nothing', line: '17 command {"command":"transfer"}', reason: '"command"' },
    { name: 'a trade in no market', line: '17 command {"command":"trade","sizeBase":1}', reason: '"command"' },
    { name: 'a trade of no size', line: '17 command {"command":"trade","marketId":"BTC-USD"}', reason: '"command"' },
    { name: 'an unknown state', line: '17 connection {"kind":"happy","connection":0}', reason: '"connection"' },
    { name: 'a question from no time', line: '17 rest {"requestedUs":"a","path":"/","body":""}', reason: '"rest"' },
    { name: 'a stream of no channel', line: '17 stream {"connection":0,"state":{"kind":"live"}}', reason: '"stream"' },
    { name: 'a stream without state', line: '17 stream {"connection":0,"channel":"x"}', reason: '"stream"' },
    {
      name: 'a stream in an unknown state',
      line: '17 stream {"connection":0,"channel":"x","state":{"kind":"ok"}}',
      reason: '"stream"',
    },
    { name: 'a state of no connection', line: '17 connection {"kind":"open"}', reason: '"connection"' },
  ])('that hold $name are unreadable', ({ line, reason }) => {
    expect(parseRecordingLine(line)).toEqual({ kind: 'unreadable', reason: expect.stringContaining(reason) as string });
  });

  it.each([
    'tick {"kind":"command","command":"stop","receivedUs":0}',
    'rest {"kind":"command","command":"stop","receivedUs":0,"path":"/","body":""}',
    'stream {"kind":"command","command":"stop","receivedUs":0,"connection":0,"channel":"x","state":{"kind":"live"}}',
  ])('cannot smuggle in another kind of input or another time: %s', (content) => {
    expect(parseRecordingLine(`17 ${content}`)).toMatchObject({ kind: content.split(' ')[0], receivedUs: 17 });
  });

  it('never make the reader throw, whatever they hold', () => {
    const kinds = ['frame', 'tick', 'connection', 'rest', 'command', 'unreadable'];
    fc.assert(
      fc.property(fc.oneof(almostLine, anyText), (line) => {
        expect(kinds).toContain(parseRecordingLine(line).kind);
      }),
      { numRuns: 1_000 },
    );
  });
});
