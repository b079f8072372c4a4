import { type ClientId, type ExecutionReport, type Fill, type Quantums, unixMs } from '@perpstream/core';
import { BTC, orderIntent } from '@perpstream/testing';
import fc from 'fast-check';
import { OrderTable } from './order-table';

const id = 1 as ClientId;
const base = { marketId: BTC, receivedMs: unixMs(0), cause: 0, clientId: id };
const submitted: ExecutionReport = {
  ...base,
  kind: 'submitted',
  order: orderIntent({ quantums: 10n as Quantums, sizeBase: 1e-9 }),
};
const cancelled: ExecutionReport = { ...base, kind: 'cancelled', reason: 'test' };
const accepted: ExecutionReport = { ...base, kind: 'accepted', goodTilBlock: 1 };
const partly: ExecutionReport = {
  ...base,
  kind: 'partially-filled',
  fill: {} as Fill,
  remainingQuantums: 1n as Quantums,
};
const filled: ExecutionReport = { ...base, kind: 'filled', fill: {} as Fill };

describe('OrderTable', () => {
  it.each([
    ['a submission', [], submitted, 0n, true, 0n],
    ['the same submission again', [submitted], submitted, 0n, false, 0n],
    ['an acceptance', [submitted], accepted, 0n, true, 0n],
    ['the same acceptance again', [submitted, accepted], accepted, 0n, false, 0n],
    ['a fill', [submitted, accepted], partly, 4n, true, 0n],
    ['a fill that was seen before', [submitted, accepted], partly, 0n, false, 0n],
    ['a fill of exactly the size', [submitted], filled, 10n, true, 0n],
    ['a fill beyond the size', [submitted], filled, 12n, true, 2n],
    ['a fill after the end', [submitted, cancelled], partly, 4n, true, 0n],
    ['a fill of an unknown order', [], filled, 4n, true, undefined],
    ['a cancel of an unknown order', [], cancelled, 0n, true, undefined],
  ] as const)('says what %s changes', (_, before, event, newFill, isChanged, excessQuantums) => {
    const table = new OrderTable();
    before.forEach((report) => table.take(report, 0n));
    expect(table.take(event, newFill)).toEqual({ isChanged, excessQuantums });
  });

  it('shows what is left of an order', () => {
    const table = new OrderTable();
    table.take(submitted, 0n);
    table.take(partly, 4n);
    expect(table.openOrders().get(id)).toMatchObject({ status: 'open', filledQuantums: 4n, remainingBase: 6e-10 });
  });

  it('never shows an order that has ended, nor more filled than there is, over any reports', () => {
    const report = fc.constantFrom(submitted, accepted, partly, filled, cancelled);
    fc.assert(
      fc.property(fc.array(fc.tuple(report, fc.bigInt({ min: 0n, max: 5n })), { maxLength: 20 }), (reports) => {
        const table = new OrderTable();
        let hasEnded = false;
        for (const [event, size] of reports) {
          const isFill = event === partly || event === filled;
          table.take(event, isFill ? size : 0n);
          hasEnded ||= event === filled || event === cancelled;
          const shown = table.openOrders().get(id);
          if (hasEnded) expect(shown).toBeUndefined();
          if (shown !== undefined) expect(shown.filledQuantums).toBeLessThan(shown.quantums);
        }
      }),
    );
  });
});
