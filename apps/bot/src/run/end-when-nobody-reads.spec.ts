import { EventEmitter } from 'node:events';
import { endWhenNobodyReads } from './end-when-nobody-reads';

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('endWhenNobodyReads', () => {
  it.each(['stdout', 'stderr'] as const)('asks for an orderly end, once, when the reader of %s is gone', (name) => {
    const streams = { stdout: new EventEmitter(), stderr: new EventEmitter() };
    const emit = jest.fn(() => true);
    endWhenNobodyReads({ emit, ...streams });
    streams[name].emit('error', failure('EPIPE'));
    streams[name].emit('error', failure('EPIPE'));
    expect(emit.mock.calls).toEqual([['SIGTERM', 'SIGTERM']]);
  });

  it('hides no other failure', () => {
    const streams = { stdout: new EventEmitter(), stderr: new EventEmitter() };
    endWhenNobodyReads({ emit: () => true, ...streams });
    expect(() => streams.stdout.emit('error', failure('ENOSPC'))).toThrow('ENOSPC');
  });
});
