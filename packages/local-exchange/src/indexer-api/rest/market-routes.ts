import { candles } from './candles';
import { historicalFunding } from './historical-funding';
import { orderBook } from './order-book';
import { perpetualMarkets } from './perpetual-markets';
import type { RestRoute } from './rest-route';
import { complianceStatus, screen } from './screen';
import { sparklines } from './sparklines';
import { height, time } from './time-and-height';
import { trades } from './trades';

/** Routes of markets, time and screening. */
export const MARKET_ROUTES: readonly RestRoute[] = [
  [/^\/perpetualMarkets$/, perpetualMarkets],
  [/^\/orderbooks\/perpetualMarket\/([^/]+)$/, orderBook],
  [/^\/trades\/perpetualMarket\/([^/]+)$/, trades],
  [/^\/candles\/perpetualMarkets\/([^/]+)$/, candles],
  [/^\/historicalFunding\/([^/]+)$/, historicalFunding],
  [/^\/sparklines$/, sparklines],
  [/^\/time$/, time],
  [/^\/height$/, height],
  [/^\/screen$/, screen],
  [/^\/compliance\/screen\/([^/]+)$/, complianceStatus],
];
