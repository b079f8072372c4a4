import { DEFAULT_LIQUIDATION_CONFIG, liquidationConfig, type LiquidationConfig } from './liquidation-config';

describe('liquidationConfig', () => {
  it('is what the chain started with, but for what is given', () => {
    // dydxopsdao/networks dydx-mainnet-1/genesis.json, app_state.clob.liquidations_config.
    expect(liquidationConfig()).toEqual({
      minPositionNotionalLiquidatedUsd: 1_000,
      maxPositionPortionLiquidatedPpm: 100_000,
      maxSubaccountNotionalLiquidatedUsd: 100_000,
      bankruptcyAdjustmentPpm: 1_000_000,
      spreadToMaintenanceMarginRatioPpm: 1_500_000,
      maxLiquidationFeePpm: 15_000,
    });
    expect(liquidationConfig({ maxLiquidationFeePpm: 5_000 })).toEqual({
      ...DEFAULT_LIQUIDATION_CONFIG,
      maxLiquidationFeePpm: 5_000,
    });
  });

  it.each<[keyof LiquidationConfig, number]>([
    ['minPositionNotionalLiquidatedUsd', Number.MAX_SAFE_INTEGER],
    ['maxPositionPortionLiquidatedPpm', 1_000_000],
    ['maxSubaccountNotionalLiquidatedUsd', Number.MAX_SAFE_INTEGER],
    ['bankruptcyAdjustmentPpm', 4_294_967_295],
    ['spreadToMaintenanceMarginRatioPpm', 4_294_967_295],
    ['maxLiquidationFeePpm', 1_000_000],
  ])('takes %s from 0 to %s and nothing else', (name, most) => {
    expect(liquidationConfig({ [name]: 0 })[name]).toBe(0);
    expect(liquidationConfig({ [name]: most })[name]).toBe(most);
    for (const wrong of [-1, most + 1, NaN, Infinity]) {
      expect(() => liquidationConfig({ [name]: wrong })).toThrow(RangeError);
      expect(() => liquidationConfig({ [name]: wrong })).toThrow(`${name} must be in [0, ${most}], was ${wrong}`);
    }
  });

  it('takes parts of a USD, but no parts of parts per million', () => {
    expect(liquidationConfig({ minPositionNotionalLiquidatedUsd: 0.5 }).minPositionNotionalLiquidatedUsd).toBe(0.5);
    expect(() => liquidationConfig({ maxLiquidationFeePpm: 0.5 })).toThrow(
      'maxLiquidationFeePpm must be whole, was 0.5',
    );
  });
});
