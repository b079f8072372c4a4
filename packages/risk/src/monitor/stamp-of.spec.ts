import { unixMs, type OperatorCommand } from '@perpstream/core';
import { accountState } from '@perpstream/testing';
import { stampOf } from './stamp-of';

const command: OperatorCommand = { kind: 'command', receivedUs: 2_500, command: 'flatten' };

describe('stampOf', () => {
  it('is what the event states', () => {
    expect(stampOf(accountState({ receivedMs: unixMs(7), cause: 3 }), 1)).toEqual({ receivedMs: 7, cause: 3 });
  });

  it('of a command in a run log names its position there', () => {
    expect(stampOf(Object.assign({ seq: 9 }, command), 1)).toEqual({ receivedMs: 2.5, cause: 9 });
  });

  it('of a command without a position names the event before it', () => {
    expect(stampOf(command, 4)).toEqual({ receivedMs: 2.5, cause: 4 });
  });
});
