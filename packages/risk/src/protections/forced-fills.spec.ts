import { actionsOf, command, forcedFill, only, toldOf } from '../../fixtures/protection-inputs';

const options = only({ forcedFillLockMs: Infinity, ownerTradeLockMs: 600 });

describe('a fill without an order', () => {
  it.each(['LIQUIDATED', 'DELEVERAGED'] as const)(
    'R42: locks the book when it is %s, until the operator resumes',
    (reason) => {
      const inputs = [forcedFill(reason, 1), forcedFill(reason, 2), command('resume', 1e9)];
      expect(actionsOf(inputs, options)).toEqual([
        '1 trip forced-fill until Infinity',
        '1000000000 release forced-fill',
      ]);
    },
  );

  it('locks its market for a while when the owner traded by hand, longer when he goes on', () => {
    const inputs = [
      forcedFill('MANUAL', 0),
      forcedFill('MANUAL', 500),
      command('resume', 600),
      command('resume', 1_100),
    ];
    expect(actionsOf(inputs, options)).toEqual([
      '0 trip forced-fill BTC-USD until 600',
      '1100 release forced-fill BTC-USD',
    ]);
  });

  it('is told with its size', () => {
    const messages = toldOf([forcedFill('MANUAL', 0), forcedFill('LIQUIDATED', 1)], options).map((event) =>
      event.kind === 'trip' ? [event.lock.value, event.lock.message] : [],
    );
    expect(messages).toEqual([
      [45, 'the owner sold 0.5 BTC-USD by hand'],
      [45, 'the exchange closed 0.5 BTC-USD at 90 USD by force (LIQUIDATED)'],
    ]);
  });

  it('locks nothing with lock times of 0', () => {
    expect(actionsOf([forcedFill('MANUAL', 0), forcedFill('DELEVERAGED', 0)], only({}))).toEqual([]);
  });
});
