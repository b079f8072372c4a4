import { magnitude } from '@perpstream/core';
import * as fc from 'fast-check';
import { liquidatableBaseQuantums } from './liquidatable-size';
import { DEFAULT_LIQUIDATION_CONFIG as genesis } from './liquidation-config';

/** Ten coins at 1,000 USD: 10,000 USD; one quantum is a millionth of a coin and worth 1,000 quote quantums. */
const long = { baseQuantums: 10_000_000n, atomicResolution: -6, price: 1_000n, priceExponent: 0 };
const step = 100_000n;

describe('liquidatableBaseQuantums', () => {
  it.each<[string, object, object, bigint]>([
    ['a tenth of a long', {}, {}, -1_000_000n],
    ['a tenth of a short', { baseQuantums: -10_000_000n }, {}, 1_000_000n],
    ['a tenth, down to the step', { baseQuantums: 19_900_000n }, {}, -1_900_000n],
    ['1,000 USD when that is more than a tenth', { baseQuantums: 5_000_000n }, {}, -1_000_000n],
    ['all of what is worth 1,000 USD', { baseQuantums: 1_000_000n }, {}, -1_000_000n],
    ['all of what is worth less, though off the step', { baseQuantums: -950_001n }, {}, 950_001n],
    ['1,000 USD of what is worth a quantum more', { baseQuantums: 1_000_001n }, {}, -1_000_000n],
    ['100,000 USD of what is worth 10 million', { baseQuantums: 10_000_000_000n }, {}, -100_000_000n],
    ['all within a limit of 100 %', {}, { maxPositionPortionLiquidatedPpm: 1_000_000 }, -10_000_000n],
    ['what the subaccount may lose, at 100 %', {}, { maxPositionPortionLiquidatedPpm: 1_000_000, maxSubaccountNotionalLiquidatedUsd: 2_500 }, -2_500_000n], // prettier-ignore
    ['one step when less than that is allowed', {}, { maxSubaccountNotionalLiquidatedUsd: 50 }, -100_000n],
    ['one step when nothing is allowed', {}, { maxSubaccountNotionalLiquidatedUsd: 0 }, -100_000n],
    ['all of a position of one step, though it is worth more than is allowed', { baseQuantums: 100_000n }, { minPositionNotionalLiquidatedUsd: 1 }, -100_000n], // prettier-ignore
    ['all of a position below a step', { baseQuantums: 99_999n }, { minPositionNotionalLiquidatedUsd: 1 }, -99_999n],
    ['one step of a position a quantum larger than that', { baseQuantums: 100_001n }, { minPositionNotionalLiquidatedUsd: 1 }, -100_000n], // prettier-ignore
    ['a fraction of a quantum less is not taken: the price is 1,000.001', { price: 1_000_001n, priceExponent: -3 }, {}, -1_000_000n], // prettier-ignore
  ])('takes %s', (_name, position, config, expected) => {
    expect(liquidatableBaseQuantums({ ...long, ...position }, step, { ...genesis, ...config })).toBe(expected);
  });

  it('cuts the size off toward 0 before it goes on the grid', () => {
    // 1,000 USD at 3 USD: 333.333... coins.
    const cheap = { baseQuantums: -3_000_000_000n, atomicResolution: -6, price: 3n, priceExponent: 0 };
    expect(liquidatableBaseQuantums(cheap, 1n, genesis)).toBe(333_333_333n);
    expect(liquidatableBaseQuantums({ ...cheap, atomicResolution: -2, baseQuantums: 300_000n }, 1n, genesis)).toBe(
      -33_333n,
    );
  });

  it('is opposite to the position, not larger, and on the grid unless it closes it', () => {
    const size = fc.bigInt({ min: 1n, max: 10n ** 13n });
    const price = fc.bigInt({ min: 1n, max: 10n ** 7n });
    fc.assert(
      fc.property(
        size,
        price,
        fc.constantFrom(1n, 10n, 100_000n),
        fc.constantFrom(1n, -1n),
        (held, mark, grid, sign) => {
          const position = { ...long, baseQuantums: sign * held, price: mark, priceExponent: -3 };
          const delta = liquidatableBaseQuantums(position, grid, genesis);
          expect(delta * sign < 0n && magnitude(delta) <= held).toBe(true);
          if (magnitude(delta) < held) expect(delta % grid).toBe(0n);
        },
      ),
    );
  });
});
