export { bars, type BarsOptions } from './bars/bars';
export { marketContexts } from './context/market-contexts';
export { tradeFlow } from './flow/trade-flow';
export type { BookAuditOutcome } from './order-book/book-audit-outcome';
export { OrderBook, type RawLevel } from './order-book/order-book';
export type { OrderBookOptions } from './order-book/order-book-options';
export { orderBooks, type OrderBooksOptions } from './order-book/order-books';
export { processMarketData, type ProcessOptions } from './process-market-data';
export { dataQuality, type DataQualityOptions } from './quality/data-quality';
