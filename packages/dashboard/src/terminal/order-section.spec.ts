import type { ExecutionReport } from '@perpstream/core';
import { fill, order, report } from '../../fixtures/audit-events';
import { reportText } from './order-section';

function reportOf(...args: Parameters<typeof report>): ExecutionReport {
  const audit = report(...args);
  if (audit.topic !== 'execution') throw new Error('not a report');
  return audit.event;
}

describe('reportText', () => {
  it.each([
    [reportOf({ kind: 'filled', fill: fill() }), 'buy 0.0123 @ 61,800.0 taker, fee 0.38'],
    [
      reportOf({ kind: 'filled', fill: fill({ side: 'sell', liquidity: 'maker', feeUsd: -0.07 }) }),
      'sell 0.0123 @ 61,800.0 maker, fee -0.07',
    ],
    [reportOf({ kind: 'submitted', order: order() }), 'buy 0.0123 @ 61,800.0'],
    [reportOf({ kind: 'accepted', goodTilBlock: 9 }), 'until block 9'],
    [reportOf({ kind: 'expired', reason: 'block 9 passed' }), 'block 9 passed'],
  ])('of %o is %p', (one, text) => {
    expect(reportText(one)).toBe(text);
  });
});
