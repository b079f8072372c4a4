import type { ExchangeFault, MarketFault } from './exchange-fault';

const KINDS: Readonly<Record<MarketFault['kind'], true>> = {
  'price-move': true,
  'oracle-freeze': true,
  'funding-rate': true,
  liquidity: true,
  'market-status': true,
  'open-interest': true,
  'halt-chain': true,
};

/** Whether a fault happens in the markets, and not on the way from them to clients. */
export function isMarketFault(fault: ExchangeFault): fault is MarketFault {
  return Object.hasOwn(KINDS, fault.kind);
}
