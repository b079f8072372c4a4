import { DEFAULT_RISK_LEVELS, riskLevelOptions, type RiskLevelOptions } from './level-options';

describe('riskLevelOptions', () => {
  it('fills in defaults, which it accepts itself', () => {
    expect(riskLevelOptions()).toEqual(DEFAULT_RISK_LEVELS);
    expect(riskLevelOptions(DEFAULT_RISK_LEVELS)).toEqual(DEFAULT_RISK_LEVELS);
    expect(riskLevelOptions({ levelHoldMs: 0 })).toEqual({ ...DEFAULT_RISK_LEVELS, levelHoldMs: 0 });
  });

  it('accepts that a measure is off, and levels that begin together', () => {
    const off: Partial<RiskLevelOptions> = {
      watchMarginUsage: Infinity,
      warningMarginUsage: Infinity,
      criticalMarginUsage: Infinity,
      watchTimeToLiquidationMs: 0,
      warningTimeToLiquidationMs: 0,
      criticalTimeToLiquidationMs: 0,
    };
    expect(riskLevelOptions(off)).toMatchObject(off);
  });

  it.each<[keyof RiskLevelOptions, number, string]>([
    ['watchMarginUsage', 0, '> 0'],
    ['criticalMaintenanceUsage', -1, '> 0'],
    ['warningMaintenanceUsage', NaN, '> 0'],
    ['watchLiquidationDistance', 1, 'in [0, 1)'],
    ['criticalLiquidationDistance', -0.01, 'in [0, 1)'],
    ['watchTimeToLiquidationMs', Infinity, 'finite and >= 0'],
    ['criticalTimeToLiquidationMs', -1, 'finite and >= 0'],
    ['levelMargin', 1, 'in [0, 1)'],
    ['levelHoldMs', Infinity, 'finite and >= 0'],
    ['levelHoldMs', NaN, 'finite and >= 0'],
    ['warningMarginUsage', 0.6, '>= watchMarginUsage (0.7)'],
    ['criticalMaintenanceUsage', 0.69, '>= warningMaintenanceUsage (0.7)'],
    ['warningLiquidationDistance', 0.21, '<= watchLiquidationDistance (0.2)'],
    ['criticalTimeToLiquidationMs', 600_001, '<= warningTimeToLiquidationMs (600000)'],
  ])('throws for %s of %d', (name, value, range) => {
    const message = `levels.${name} must be ${range}, was ${value}`;
    expect(() => riskLevelOptions({ [name]: value })).toThrow(new RangeError(message));
  });

  it('throws for a name that is no option', () => {
    const given: object = { panicMarginUsage: 1 };
    expect(() => riskLevelOptions(given)).toThrow(new RangeError('levels.panicMarginUsage is not a level option'));
  });
});
