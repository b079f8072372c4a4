import { NO_PROTECTIONS } from '../../fixtures/no-protections';
import { DEFAULT_PROTECTIONS, protectionOptions, type ProtectionOptions } from './protection-options';

describe('protectionOptions', () => {
  it('fills in defaults', () => {
    expect(protectionOptions()).toEqual(DEFAULT_PROTECTIONS);
    expect(protectionOptions({ maxWeeklyLossUsd: 700 })).toEqual({ ...DEFAULT_PROTECTIONS, maxWeeklyLossUsd: 700 });
  });

  it('accepts that all is off', () => {
    expect(protectionOptions(NO_PROTECTIONS)).toMatchObject(NO_PROTECTIONS);
  });

  it('accepts its own defaults', () => {
    expect(protectionOptions(DEFAULT_PROTECTIONS)).toEqual(DEFAULT_PROTECTIONS);
  });

  it.each<[keyof ProtectionOptions, number, string]>([
    ['maxWeeklyLossUsd', 0, '> 0'],
    ['maxWeeklyLossFraction', -0.1, '> 0'],
    ['maxMonthlyLossUsd', 0, '> 0'],
    ['maxMonthlyLossFraction', 0, '> 0'],
    ['maxDrawdownFraction', 0, '> 0'],
    ['drawdownLockMs', -1, '>= 0'],
    ['maxMarketLosses', 0.5, '>= 1'],
    ['maxAccountLosses', 0, '>= 1'],
    ['lossesLockMs', -1, '>= 0'],
    ['maxFundingPaidFraction', 0, '> 0'],
    ['maxFundingProjectedFraction', 0, '> 0'],
    ['oracleFreezeFraction', 0, '> 0'],
    ['oracleFreezeMs', -1, '>= 0'],
    ['oracleSilenceMs', 0, '> 0'],
    ['oracleFreezeLockMs', -1, '>= 0'],
    ['priceJumpFraction', 0, '> 0'],
    ['priceJumpWindowMs', Infinity, 'finite and > 0'],
    ['priceJumpWindowMs', 0, 'finite and > 0'],
    ['priceJumpLockMs', -1, '>= 0'],
    ['maxOrderRefusals', 0, '>= 1'],
    ['orderRefusalsWindowMs', Infinity, 'finite and > 0'],
    ['orderRefusalsLockMs', -1, '>= 0'],
    ['orderRefusalsMaxLockMs', -1, '>= 0'],
    ['forcedFillLockMs', -1, '>= 0'],
    ['ownerTradeLockMs', -1, '>= 0'],
    ['deleveragingLockMs', -1, '>= 0'],
  ])('throws for %s of %d', (name, value, range) => {
    const message = `protections.${name} must be ${range}, was ${value}`;
    expect(() => protectionOptions({ [name]: value })).toThrow(new RangeError(message));
    expect(() => protectionOptions({ [name]: NaN })).toThrow(RangeError);
  });

  it('throws for a name that is no option', () => {
    const given: object = { maxYearlyLossUsd: 1 };
    expect(() => protectionOptions(given)).toThrow(
      new RangeError('protections.maxYearlyLossUsd is not a protection option'),
    );
  });
});
