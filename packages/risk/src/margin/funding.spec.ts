import { exactAccountMargin } from './exact-account-margin';
import type { ExactPosition } from './exact-position';
import { fundingIndexDelta, fundingSettlementPpm, fundingSettlementQuoteQuantums, settleFunding } from './funding';

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

describe('settleFunding', () => {
  const position: ExactPosition = {
    perpetualId: 7,
    baseQuantums: 10n,
    atomicResolution: -6,
    price: 100n,
    priceExponent: 0,
    initialMarginPpm: 100_000,
    maintenanceFractionPpm: 500_000,
    fundingIndex: 400_000n,
  };
  const short = { ...position, perpetualId: 9, baseQuantums: -3n, fundingIndex: -50_000n };

  it('moves what is due into the balance, rounded down once, and the positions to the index of now', () => {
    const indexes = new Map([
      [7, 550_000n],
      [9, 50_000n],
    ]);
    const account = { usdcQuoteQuantums: 1_000n, positions: [position, short] };
    // -150,000 x 10 and +100,000 x 3 ppm: -1.2 quote quantums in all.
    expect(settleFunding(account, (perpetualId) => indexes.get(perpetualId))).toEqual({
      usdcQuoteQuantums: 998n,
      positions: [
        { ...position, fundingIndex: 550_000n },
        { ...short, fundingIndex: 50_000n },
      ],
    });
  });

  it('leaves alone what has no index, then or now', () => {
    const { fundingIndex, ...settled } = short;
    expect(fundingIndex).toBe(-50_000n);
    const account = { usdcQuoteQuantums: 5n, positions: [position, settled] };
    expect(settleFunding(account, (perpetualId) => (perpetualId === 9 ? 1n : undefined))).toEqual(account);
  });

  it('owes nothing more once it is settled', () => {
    const now = (): bigint => 123_456_789n;
    const once = settleFunding({ usdcQuoteQuantums: 0n, positions: [position, short] }, now);
    expect(settleFunding(once, now)).toEqual(once);
  });

  it('comes before margin: funding that is due can make an account liquidatable', () => {
    const account = { usdcQuoteQuantums: -950n, positions: [position] };
    expect(exactAccountMargin(account)).toEqual({ netCollateral: 50n, initial: 100n, maintenance: 50n });
    expect(exactAccountMargin(settleFunding(account, () => 400_001n)).netCollateral).toBe(49n);
  });
});
