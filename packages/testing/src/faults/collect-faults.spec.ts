import { unixMs, type Fault } from '@perpstream/core';
import { collectFaults } from './collect-faults';

describe('collectFaults', () => {
  it('keeps every fault in order', () => {
    const sink = collectFaults();
    const fault = (kind: Fault['kind']): Fault => ({ kind, where: 'here', message: 'what', receivedMs: unixMs(0) });
    sink.report(fault('rest'));
    sink.report(fault('order'));
    expect(sink.faults.map(({ kind }) => kind)).toEqual(['rest', 'order']);
  });
});
