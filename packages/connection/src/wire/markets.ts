import { type MarketFacts, type MarketId, type MarketUpdate, type OraclePrice, type UnixMs } from '@perpstream/core';
import { type ChannelFrame } from './channel-frame';
import { optional, readDecimal, readFields, readMarketId, readTime, type Fields } from './fields';
import { readMarketFacts } from './market-facts';
import { objectShape, readObject } from './object-shape';
import { UNCOUNTED, type Oddities } from './oddities';

/** What one frame says of one market. */
export type MarketStatement = {
  facts: MarketFacts;
  oracle?: { readonly priceUsd: number; readonly exchangeMs?: UnixMs };
};

const CONTENTS = objectShape('contents', 'markets trading oraclePrices');
const ORACLE = objectShape('oracle price', 'oraclePrice effectiveAt effectiveAtHeight marketId');

/**
 * `v4_markets`: for each market of the frame at most one `market`, then at most one `oracle` event. Patches of one market
 * within a batch are merged; of several oracle prices the last one counts.
 */
export function parseMarkets(frame: ChannelFrame): readonly (MarketUpdate | OraclePrice)[] {
  const { contents, receivedMs, cause, oddities } = frame;
  const events: (MarketUpdate | OraclePrice)[] = [];
  for (const [marketId, { facts, oracle }] of readMarketStatements(contents, oddities)) {
    if (Object.keys(facts).length > 0) events.push({ kind: 'market', marketId, receivedMs, cause, facts });
    if (oracle !== undefined) events.push({ kind: 'oracle', marketId, receivedMs, cause, ...oracle });
  }
  return events;
}

/** What some contents of `v4_markets`, or the body of `/perpetualMarkets`, say of each market. @throws Malformed */
export function readMarketStatements(
  contents: readonly unknown[],
  oddities: Oddities = UNCOUNTED,
): Map<MarketId, MarketStatement> {
  const statements = new Map<MarketId, MarketStatement>();
  const statementOf = (ticker: string): [MarketId, MarketStatement] => {
    const marketId = readMarketId(ticker, 'ticker');
    const statement = statements.get(marketId) ?? { facts: {} };
    statements.set(marketId, statement);
    return [marketId, statement];
  };
  for (const content of contents) {
    const { markets, trading, oraclePrices } = readObject(content, CONTENTS, oddities);
    for (const [ticker, market] of [...objectsIn(markets, 'markets'), ...objectsIn(trading, 'trading')]) {
      const [marketId, statement] = statementOf(ticker);
      statement.facts = { ...statement.facts, ...readMarketFacts(marketId, market, oddities) };
      setOracle(statement, readFields(market, ticker).oraclePrice);
    }
    for (const [ticker, value] of objectsIn(oraclePrices, 'oraclePrices')) {
      const price = readObject(value, ORACLE, oddities);
      const priceUsd = readDecimal(price.oraclePrice, 'oraclePrice');
      setOracle(statementOf(ticker)[1], priceUsd, readTime(price.effectiveAt, 'effectiveAt'));
    }
  }
  return statements;
}

/** A market without a first oracle price has null there, or 0 in older answers. */
function setOracle(statement: MarketStatement, price: unknown, exchangeMs?: UnixMs): void {
  const priceUsd = optional(readDecimal, price, 'oraclePrice');
  if (priceUsd === undefined || priceUsd <= 0) return;
  statement.oracle = exchangeMs === undefined ? { priceUsd } : { priceUsd, exchangeMs };
}

function objectsIn(value: unknown, what: string): [string, unknown][] {
  const fields: Fields = value === undefined ? {} : readFields(value, what);
  return Object.entries(fields);
}
