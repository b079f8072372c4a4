import { unixMs, type Fault } from '@perpstream/core';
import { faultLimit } from './fault-limit';

const fault = (kind: Fault['kind']): Fault => ({ kind, where: '', message: '', receivedMs: unixMs(0) });

describe('faultLimit', () => {
  it('lets five faults of each kind through until it is reset', () => {
    const limit = faultLimit();
    const told = (): number => Array.from({ length: 9 }, () => limit.isTold(fault('rest'))).filter(Boolean).length;
    expect(told()).toBe(5);
    expect(limit.isTold(fault('order'))).toBe(true);
    limit.reset();
    expect(told()).toBe(5);
  });
});
