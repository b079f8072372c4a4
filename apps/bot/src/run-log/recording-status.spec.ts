import { tmpdir } from 'node:os';
import { unixMs, type Input, type StreamState } from '@perpstream/core';
import { RecordingStatus } from './recording-status';

const stream = (id: string, receivedMs: number, state: StreamState): Input => ({
  kind: 'stream',
  receivedUs: receivedMs * 1_000,
  connection: 0,
  channel: 'v4_trades',
  id,
  state,
});

describe('RecordingStatus', () => {
  it('counts frames, open sockets and live streams, and how long they were live', async () => {
    const status = new RecordingStatus();
    const inputs: readonly Input[] = [
      { kind: 'connection', receivedUs: 0, state: { kind: 'open', connection: 0, connectionId: 'a' } },
      { kind: 'connection', receivedUs: 0, state: { kind: 'connecting', connection: 1, attempt: 1 } },
      { kind: 'connection', receivedUs: 0, state: { kind: 'closed', connection: 2, reason: 'not needed' } },
      stream('A-USD', 0, { kind: 'live' }),
      stream('B-USD', 0, { kind: 'requested', reason: 'subscribed' }),
      stream('B-USD', 1, { kind: 'live' }),
      stream('B-USD', 500, { kind: 'stale', reason: 'a message is missing' }),
      { kind: 'frame', receivedUs: 600_000, connection: 0, text: '{}' },
      { kind: 'tick', receivedUs: 700_000 },
    ];
    inputs.forEach((input) => status.observe(input));
    expect(await status.line(tmpdir(), unixMs(1_000))).toMatch(
      /^1 frames; 1 of 2 sockets open, 1 of 2 streams live, 74\.95% of the time; \d+\.\d GB free$/,
    );
  });
});
