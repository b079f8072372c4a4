/** The margin of an account, computed as the chain does, without any other layer. */
import { accountMargin, liquidationPrice, type MarginPosition } from '@perpstream/risk';

const usdcBalance = 2_500;
const positions: Readonly<Record<string, MarginPosition>> = {
  'BTC-USD': { sizeBase: 0.25, oraclePriceUsd: 60_000, initialMarginFraction: 0.02, maintenanceMarginFraction: 0.012 },
  'ETH-USD': { sizeBase: -4, oraclePriceUsd: 2_500, initialMarginFraction: 0.02, maintenanceMarginFraction: 0.012 },
};

const margin = accountMargin(usdcBalance, Object.values(positions));
console.log(`equity ${margin.equityUsd} USD, leverage ${margin.leverage.toFixed(2)}x`);
console.log(`initial margin ${margin.initialMarginUsd}, maintenance ${margin.maintenanceMarginUsd} USD`);
console.log(`free collateral ${margin.freeCollateralUsd} USD, margin usage ${(margin.marginUsage * 100).toFixed(1)} %`);
for (const [market, position] of Object.entries(positions)) {
  const priceUsd = liquidationPrice(position, margin);
  console.log(`${market} is liquidated at ${priceUsd?.toFixed(2) ?? 'no price'} if all else stays`);
}

/* prints
equity 7500 USD, leverage 3.33x
initial margin 500, maintenance 300 USD
free collateral 7000 USD, margin usage 6.7 %
BTC-USD is liquidated at 30850.20 if all else stays
ETH-USD is liquidated at 4278.66 if all else stays
*/
