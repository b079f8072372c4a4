import fc from 'fast-check';
import { hasEnded, nextOrderState, type OrderEventKind, type OrderStatus } from './next-order-state';

const statuses: readonly OrderStatus[] = [
  'new',
  'submitted',
  'open',
  'cancelling',
  'filled',
  'cancelled',
  'expired',
  'rejected',
];

/** One row per event, one column per status in the order above; the whole table, written out by hand. */
const expected: Readonly<Record<OrderEventKind, string>> = {
  submitted: 'submitted submitted open cancelling filled cancelled expired rejected',
  accepted: 'open open open cancelling filled cancelled expired rejected',
  'partially-filled': 'open open open cancelling filled cancelled expired rejected',
  filled: 'filled filled filled filled filled filled filled filled',
  cancelled: 'cancelled cancelled cancelled cancelled filled cancelled expired rejected',
  expired: 'expired expired expired expired filled cancelled expired rejected',
  rejected: 'rejected rejected rejected rejected filled cancelled expired rejected',
  unknown: 'submitted submitted open cancelling filled cancelled expired rejected',
  cancel: 'new cancelling cancelling cancelling filled cancelled expired rejected',
};

const events = Object.keys(expected) as OrderEventKind[];

const cells = events.flatMap((event) =>
  expected[event].split(' ').map((after, column) => [statuses[column]!, event, after as OrderStatus] as const),
);

describe('nextOrderState', () => {
  it('is tested for every status and every event', () => {
    expect(cells).toHaveLength(statuses.length * events.length);
  });

  it.each(cells)('takes an order that is %s and hears %s to %s', (before, event, after) => {
    expect(nextOrderState(before, event)).toBe(after);
  });

  it.each(cells)('gives the same when an order that is %s hears %s twice', (before, event) => {
    const once = nextOrderState(before, event);
    expect(nextOrderState(once, event)).toBe(once);
  });

  it('never brings an ended order back to life, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (sequence) => {
        let status: OrderStatus = 'new';
        for (const event of sequence) {
          const after = nextOrderState(status, event);
          if (hasEnded(status)) expect([status, 'filled']).toContain(after);
          status = after;
        }
        if (sequence.includes('filled')) expect(status).toBe('filled');
      }),
    );
  });
});

describe('hasEnded', () => {
  it.each([
    ['new', false],
    ['submitted', false],
    ['open', false],
    ['cancelling', false],
    ['filled', true],
    ['cancelled', true],
    ['expired', true],
    ['rejected', true],
  ] as const)('says of an order that is %s: %s', (status, isOver) => {
    expect(hasEnded(status)).toBe(isOver);
  });
});
