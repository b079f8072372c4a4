import { type Fault, type Input, type LoggedInput } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { from, map } from 'rxjs';
import { decodeInputs } from './decode-inputs';

const SECOND_US = 1_000_000;
const frame = (
  messageId: unknown,
  atSeconds = 0,
  connection = 0,
  connectionId = 'u',
  type = 'unsubscribed',
): Input => ({
  kind: 'frame',
  receivedUs: atSeconds * SECOND_US,
  connection,
  text: JSON.stringify({ type, connection_id: connectionId, message_id: messageId }),
});
/** In the form that is read without JSON. */
const book = (messageId: number, atSeconds = 0, connection = 0): Input => ({
  kind: 'frame',
  receivedUs: atSeconds * SECOND_US,
  connection,
  text: `{"type":"channel_data","connection_id":"u","message_id":${messageId},"id":"A","channel":"v4_orderbook","version":"1.0.0","contents":{"bids":[["1","1"]]}}`,
});
const greeting = (atSeconds = 0, connectionId = 'u'): Input => frame(0, atSeconds, 0, connectionId, 'connected');
const live: Input = {
  kind: 'stream',
  receivedUs: 0,
  connection: 0,
  channel: 'v4_trades',
  id: 'A',
  state: { kind: 'live' },
};

const faultsOf = (...inputs: Input[]): readonly Fault[] => {
  const faults = collectFaults();
  from(inputs)
    .pipe(
      map((input, seq): LoggedInput => ({ seq, ...input })),
      decodeInputs({ faults }),
    )
    .subscribe();
  return faults.faults;
};
const gapsOf = (...inputs: Input[]): string[] =>
  faultsOf(...inputs).map(({ where, message }) => `${where}: ${message}`);

describe('the audit of messages in bare recordings', () => {
  it('says nothing of a whole recording', () => {
    expect(faultsOf(greeting(), frame(1), book(2), book(3), frame(4))).toEqual([]);
  });

  it('counts anew on another connection id, though its greeting was not recorded', () => {
    const before = [greeting(), frame(1), frame(2), frame(3), frame(4)];
    const after = [frame(0, 5, 0, 'v'), frame(1, 5, 0, 'v'), frame(3, 5, 0, 'v')];
    expect(gapsOf(...before, ...after)).toEqual(['connection 0: messages 2 are missing: what they changed is unknown']);
  });

  it('says at the end what did not come, once and without a gap of the market', () => {
    expect(faultsOf(greeting(), book(1), book(3, 2))).toEqual([
      {
        kind: 'message-gap',
        where: 'connection 0',
        message: 'messages 2 are missing: what they changed is unknown',
        receivedMs: 2_000,
        cause: 2,
      },
    ]);
  });

  it('R4: takes a late answer for late until 30 s have passed', () => {
    expect(faultsOf(greeting(), book(2, 1), book(3, 20), frame(1, 30))).toEqual([]);
    expect(faultsOf(greeting(), book(2, 1), book(3, 32), frame(1, 33))).toMatchObject([
      { kind: 'message-gap', cause: 2 },
    ]);
  });

  it('tells holes that are due together in one fault', () => {
    expect(gapsOf(greeting(), book(2), book(5), book(9), book(20), book(30), book(40), book(50))).toEqual([
      'connection 0: messages 1, 3-4, 6-8, 10-19, 21-29 and 2 more ranges are missing: what they changed is unknown',
    ]);
  });

  it('R5: a jump of 10^9 ids is one fault', () => {
    expect(gapsOf(greeting(), book(1_000_000_000), book(1_000_000_001))).toEqual([
      'connection 0: messages 1-999999999 are missing: what they changed is unknown',
    ]);
  });

  it('counts each socket by itself', () => {
    expect(gapsOf(greeting(), frame(0, 0, 1), book(2, 0, 1), book(1))).toEqual([
      'connection 1: messages 1 are missing: what they changed is unknown',
    ]);
  });

  it.each([
    ['a greeting', [greeting(5, 'v'), frame(1, 5, 0, 'v')]],
    ['another connection id', [frame(0, 5, 0, 'v'), frame(1, 5, 0, 'v')]],
  ])('starts over with %s', (_, inputs) => {
    expect(gapsOf(greeting(), book(1), book(2), ...inputs)).toEqual([]);
  });

  it('says what is missing of a connection when the next one starts', () => {
    const reconnected: Input = {
      kind: 'connection',
      receivedUs: 5,
      state: { kind: 'connecting', connection: 0, attempt: 2 },
    };
    expect(faultsOf(greeting(), book(2), reconnected, greeting(1, 'v'))).toMatchObject([
      { kind: 'message-gap', cause: 1 },
    ]);
    expect(faultsOf(greeting(), book(2), greeting(1, 'v'))).toMatchObject([{ kind: 'message-gap', cause: 1 }]);
  });

  it('leaves a connection alone whose streams were judged by their feed', () => {
    expect(faultsOf(live, greeting(), book(5), book(9))).toEqual([]);
    expect(faultsOf(greeting(), book(5), live, book(9))).toEqual([]);
  });

  it('says nothing of frames that state no id', () => {
    expect(faultsOf(frame(undefined), frame('7'), frame(-1), frame(1.5), frame(1e300), frame([]))).toEqual([]);
  });

  it('counts a damaged frame as one that came', () => {
    const whole = book(1) as { readonly text: string };
    const damaged = { ...book(1), text: whole.text.slice(0, 120) } as Input;
    expect(faultsOf(greeting(), damaged, book(2))).toMatchObject([{ kind: 'malformed-frame' }]);
  });
});
