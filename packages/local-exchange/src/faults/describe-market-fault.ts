import type { MarketFault } from './exchange-fault';

/** What a fault does to which markets, in one line. */
export function describeMarketFault(fault: MarketFault): string {
  if (fault.kind === 'halt-chain') return `for ${fault.forMs} ms`;
  const where = fault.market ?? 'every market';
  if (fault.kind === 'price-move') return `${where} by ${fault.by} over ${fault.overMs} ms`;
  return `${where}${effectOf(fault)} for ${fault.forMs} ms`;
}

function effectOf(fault: Exclude<MarketFault, { kind: 'halt-chain' | 'price-move' }>): string {
  switch (fault.kind) {
    case 'oracle-freeze':
      return '';
    case 'funding-rate':
      return ` at ${fault.rate} an hour`;
    case 'liquidity':
      return ` times ${fault.factor}`;
    case 'market-status':
      return ` ${fault.status}`;
    case 'open-interest':
      return ` at ${fault.openInterestUsd} USD`;
  }
}
