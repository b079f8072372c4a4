export { bars, type BarsOptions } from './bars/bars';
export { marketContexts } from './context/market-contexts';
export { tradeFlow } from './flow/trade-flow';
export { OrderBook, type RawLevel } from './order-book/order-book';
export { orderBooks, type OrderBooksOptions } from './order-book/order-books';
export { processMarketData, type ProcessOptions } from './process-market-data';
export { dataQuality, type DataQualityOptions } from './quality/data-quality';
