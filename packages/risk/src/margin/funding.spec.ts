import { fundingIndexDelta, fundingSettlementPpm, fundingSettlementQuoteQuantums } from './funding';

const step = {
  fundingRate8hPpm: 800n,
  secondsSinceLastFunding: 3_600,
  atomicResolution: -6,
  price: 2_000n,
  priceExponent: 0,
};

describe('fundingIndexDelta', () => {
  it.each([
    ['one hour is an eighth of the stated rate: 100 ppm of 2,000 USD', {}, 200_000n],
    ['eight hours are the whole of it', { secondsSinceLastFunding: 28_800 }, 1_600_000n],
    ['a negative rate moves it down', { fundingRate8hPpm: -800n }, -200_000n],
    ['no time moves nothing', { secondsSinceLastFunding: 0 }, 0n],
    ['a remainder is cut off toward zero', { fundingRate8hPpm: -1n, price: 1n, secondsSinceLastFunding: 43_199 }, -1n],
  ])('%s', (_name, change, expected) => {
    expect(fundingIndexDelta({ ...step, ...change })).toBe(expected);
  });
});

describe('fundingSettlementPpm', () => {
  it.each([
    ['a rising index costs a long', 500n, 200n, 10n, -3_000n],
    ['and pays a short', 500n, 200n, -10n, 3_000n],
    ['a falling index pays a long', 200n, 500n, 10n, 3_000n],
    ['an index that stood still moves nothing', 200n, 200n, 10n, 0n],
  ])('%s', (_name, indexNow, indexOfPosition, baseQuantums, expected) => {
    expect(fundingSettlementPpm(indexNow, indexOfPosition, baseQuantums)).toBe(expected);
  });
});

describe('fundingSettlementQuoteQuantums', () => {
  it.each([
    ['no position, no funding', [], 0n],
    ['a gain rounds down', [1_999_999n], 1n],
    ['a cost rounds down, too: against the account', [-1n], -1n],
    ['the sum is rounded, not its parts', [600_000n, 600_000n, -200_000n], 1n],
    ['costs and gains offset each other before rounding', [-1_500_000n, 1_500_000n], 0n],
  ])('%s', (_name, settlements, expected) => {
    expect(fundingSettlementQuoteQuantums(settlements)).toBe(expected);
  });
});
