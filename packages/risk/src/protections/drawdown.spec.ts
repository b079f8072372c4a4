import { actionsOf, cash, command, only, toldOf } from '../../fixtures/protection-inputs';

const tenth = (drawdownLockMs: number): ReturnType<typeof only> => only({ maxDrawdownFraction: 0.1, drawdownLockMs });

describe('the protection against drawdown', () => {
  it.each([
    ['below the bound', [1_000, 1_200, 1_080.01], []],
    ['at the bound', [1_000, 1_200, 1_080], ['2 trip drawdown until 1002']],
    ['from the start, when that was the peak', [1_000, 900], ['1 trip drawdown until 1001']],
    ['once while the lock holds', [1_000, 900, 950, 800, 1_000, 700], ['1 trip drawdown until 1001']],
    ['never without equity', [0, -100, -200], []],
  ])('trips %s', (_name, equities, actions) => {
    expect(
      actionsOf(
        equities.map((equityUsd, index) => cash(equityUsd, index)),
        tenth(1_000),
      ),
    ).toEqual(actions);
  });

  it('names value, bound and peak', () => {
    const trip = toldOf([cash(1_200, 0), cash(1_020, 1)], tenth(1_000)).find(({ kind }) => kind === 'trip');
    expect(trip).toMatchObject({
      lock: {
        value: expect.closeTo(0.15, 12) as number,
        bound: 0.1,
        message: 'equity fell 15 % from its peak of 1200 USD (bound 10 %)',
      },
    });
  });

  it('takes the equity at hand for the peak when the lock is over', () => {
    const inputs = [
      cash(1_000, 0),
      cash(900, 1),
      cash(800, 1_000),
      cash(810, 1_001),
      cash(730, 1_002),
      cash(729, 1_003),
    ];
    expect(actionsOf(inputs, tenth(1_000))).toEqual([
      '1 trip drawdown until 1001',
      '1001 release drawdown',
      '1003 trip drawdown until 2003',
    ]);
  });

  it('holds until the operator resumes when its time is without end', () => {
    const inputs = [cash(1_000, 0), cash(900, 1), cash(900, 1e9), command('resume', 1e9 + 1), cash(811, 1e9 + 2)];
    expect(actionsOf(inputs, tenth(Infinity))).toEqual([
      '1 trip drawdown until Infinity',
      '1000000001 release drawdown',
    ]);
  });

  it('is not lifted by the operator while it has an end', () => {
    expect(actionsOf([cash(1_000, 0), cash(900, 1), command('resume', 2)], tenth(50))).toHaveLength(1);
  });

  it('R27: does not take a withdrawal for a fall, nor a deposit for a rise', () => {
    const inputs = [
      cash(1_000, 0),
      cash(100, 1, -900),
      cash(5_100, 2, 4_100),
      cash(4_600, 3, 4_100),
      cash(4_590, 4, 4_100),
    ];
    expect(actionsOf(inputs, tenth(1_000))).toEqual(['4 trip drawdown until 1004']);
  });

  it('is off with a lock time of 0', () => {
    expect(actionsOf([cash(1_000, 0), cash(1, 1)], tenth(0))).toEqual([]);
  });
});
