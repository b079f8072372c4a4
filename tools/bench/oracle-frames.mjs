import { randomNumbers } from './random-numbers.mjs';

/**
 * A v4_markets stream as the exchange sends it: a snapshot of all markets, then one frame per changed oracle price. Seeded;
 * prices walk by up to `stepBps` a frame and are pulled back to where they began.
 */
export function oracleFrames({ seed, markets, frames, stepBps }) {
  const random = randomNumbers(seed);
  const tickers = Array.from({ length: markets }, (_, index) => `T${index}-USD`);
  const start = tickers.map(() => Number((10 ** (random() * 6 - 1)).toPrecision(6)));
  const prices = [...start];
  const updates = Array.from({ length: frames }, (_, index) => {
    const market = Math.floor(random() * markets);
    const pull = Math.log(start[market] / prices[market]) * 0.01;
    const moved = prices[market] * Math.exp(pull + ((random() * 2 - 1) * stepBps) / 10_000);
    prices[market] = Number(moved.toPrecision(9));
    return envelope('channel_data', index + 2, {
      oraclePrices: {
        [tickers[market]]: {
          oraclePrice: `${prices[market]}`,
          effectiveAt: new Date(1_700_000_000_000 + index).toISOString(),
          effectiveAtHeight: `${20_000_000 + Math.floor(index / 5_000)}`,
          marketId: market,
        },
      },
    });
  });
  const listed = tickers.map((ticker, index) => [ticker, listedMarket(ticker, index, start[index])]);
  return { tickers, start, texts: [envelope('subscribed', 1, { markets: Object.fromEntries(listed) }), ...updates] };
}

function envelope(type, messageId, contents) {
  return JSON.stringify({
    type,
    connection_id: '5f0c4b8e-0000-4000-8000-000000000001',
    message_id: messageId,
    channel: 'v4_markets',
    ...(type === 'subscribed' ? {} : { version: '1.0.0' }),
    contents,
  });
}

function listedMarket(ticker, index, price) {
  return {
    atomicResolution: -6,
    baseOpenInterest: '1000',
    clobPairId: `${index}`,
    initialMarginFraction: '0.05',
    maintenanceMarginFraction: '0.03',
    marketType: 'CROSS',
    nextFundingRate: '0.00001',
    openInterest: '1000',
    openInterestLowerCap: '20000000',
    openInterestUpperCap: '50000000',
    oraclePrice: `${price}`,
    priceChange24H: '0',
    quantumConversionExponent: -9,
    status: 'ACTIVE',
    stepBaseQuantums: 1000,
    stepSize: '0.001',
    subticksPerTick: 1000,
    tickSize: '0.000001',
    ticker,
    trades24H: 1000,
    volume24H: '1000000',
  };
}
