import { marketId } from '@perpstream/core';
import { readCommand, writeCommand, type ControlCommand } from './control-command';

describe('readCommand', () => {
  it.each([
    ['HALT', '', { command: 'halt-new-exposure' }],
    ['halt', '\n', { command: 'halt-new-exposure' }],
    ['Flatten.txt', 'now!', { command: 'flatten' }],
    ['resume.0a1b', '', { command: 'resume' }],
    ['transfer.1', '{"amountUsd": -500}', { command: 'transfer', amountUsd: -500 }],
    ['trade', '{"marketId": "BTC-USD", "sizeBase": 0.1}', { command: 'trade', marketId: 'BTC-USD', sizeBase: 0.1 }],
  ])('reads %s with %j', (name, text, command) => {
    expect(readCommand(name, text)).toEqual({ ok: true, command });
  });

  it.each([
    ['stop', '', 'no command is called so; there are halt, flatten, resume, transfer, trade'],
    ['', '', 'no command is called so; there are halt, flatten, resume, transfer, trade'],
    ['transfer', '{"amountUsd": "5"}', 'amountUsd must be a number other than 0, was "5"'],
    ['transfer', '{"amountUsd": 0}', 'amountUsd must be a number other than 0, was 0'],
    ['transfer', '{}', 'amountUsd must be a number other than 0, was undefined'],
    ['trade', '{"sizeBase": 1}', 'marketId must be a ticker such as BTC-USD, was undefined'],
    ['trade', '{"marketId": "../x-USD", "sizeBase": 1}', 'marketId must be a ticker such as BTC-USD, was "../x-USD"'],
    ['trade', '{"marketId": "BTC-USD", "sizeBase": 1e999}', 'sizeBase must be a number other than 0, was null'],
  ])('refuses %s with %j', (name, text, reason) => {
    expect(readCommand(name, text)).toEqual({ ok: false, reason, isPartial: false });
  });

  it.each(['', '{"amountUsd": ', '5', 'null'])('waits for the rest of a transfer that is %j so far', (text) => {
    expect(readCommand('transfer', text)).toMatchObject({ ok: false, isPartial: true });
  });

  it.each<ControlCommand>([
    { command: 'halt-new-exposure' },
    { command: 'flatten' },
    { command: 'resume' },
    { command: 'transfer', amountUsd: -0.1 },
    { command: 'trade', marketId: marketId('ETH-USD'), sizeBase: -2.5 },
  ])('reads what was written: %j', (command) => {
    const { name, text } = writeCommand(command);
    expect(readCommand(`${name}.17`, text)).toEqual({ ok: true, command });
  });
});
