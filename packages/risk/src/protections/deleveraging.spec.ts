import { unixMs } from '@perpstream/core';
import { accountState, dataQuality, position } from '@perpstream/testing';
import { actionsOf, command, oracle, only } from '../../fixtures/protection-inputs';
import type { RiskInput } from '../monitor/risk-options';

const options = only({ deleveragingLockMs: 1_000 }, { levels: { levelHoldMs: 100 } });
/** A long of 100 USD on this equity: 4 USD are critical, 9 a warning, 15 to be watched. */
const account = (equityUsd: number, atMs: number): RiskInput =>
  accountState({ quoteBalanceUsd: equityUsd - 100, positions: [position()], receivedMs: unixMs(atMs) });
const time = (atMs: number): RiskInput => dataQuality({ receivedMs: unixMs(atMs) });

describe('the lock of deleveraging', () => {
  it('holds while the account is critical and in warning, and a while after it is better', () => {
    const inputs = [
      ...[oracle(100, 0), account(4, 1), account(9, 10), time(110), account(15, 200), time(300)],
      ...[time(1_299), time(1_300)],
    ];
    expect(actionsOf(inputs, options)).toEqual([
      '1 level safe critical',
      '1 trip deleveraging until Infinity',
      '110 level critical warning',
      '300 level warning watch',
      '1300 release deleveraging',
    ]);
  });

  it('goes on when the account becomes critical again meanwhile, and is told once', () => {
    const inputs = [oracle(100, 0), account(4, 1), account(15, 10), time(110), account(4, 500), time(5_000)];
    expect(actionsOf(inputs, options)).toEqual([
      '1 level safe critical',
      '1 trip deleveraging until Infinity',
      '110 level critical watch',
      '500 level watch critical',
    ]);
  });

  it('is not lifted by the operator', () => {
    expect(actionsOf([oracle(100, 0), account(4, 1), command('resume', 2)], options)).toHaveLength(2);
  });

  it('is not there for a warning, nor with a lock time of 0', () => {
    expect(actionsOf([oracle(100, 0), account(8, 1)], options)).toEqual(['1 level safe warning']);
    expect(actionsOf([oracle(100, 0), account(4, 1)], only({}))).toEqual(['1 level safe critical']);
  });
});
