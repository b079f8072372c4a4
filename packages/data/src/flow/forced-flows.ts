import type { ForcedFlow, MarketEvent, Side, Trade } from '@perpstream/core';

const TYPES = ['liquidated', 'deleveraged'] as const;
const SIDES = ['buy', 'sell'] as const;

/** What was closed by force in one frame: one each of type and side that occurs, liquidations and buys first. */
export function forcedFlows(event: MarketEvent, trades: readonly Trade[]): readonly ForcedFlow[] {
  // Nearly every frame has none.
  const forced = trades.filter(({ type }) => type === 'liquidated' || type === 'deleveraged');
  if (forced.length === 0) return [];
  return TYPES.flatMap((type) =>
    SIDES.flatMap((side) => {
      const ofOne = forced.filter((trade) => trade.type === type && trade.side === side);
      return ofOne.length === 0 ? [] : [sumUp(event, type, side, ofOne)];
    }),
  );
}

function sumUp(
  { marketId, receivedMs, cause }: MarketEvent,
  type: ForcedFlow['type'],
  side: Side,
  trades: readonly Trade[],
): ForcedFlow {
  const sum = (of: (trade: Trade) => number): number => trades.reduce((total, trade) => total + of(trade), 0);
  const worst = side === 'sell' ? Math.min : Math.max;
  return {
    kind: 'forced-flow',
    marketId,
    receivedMs,
    cause,
    type,
    side,
    sizeBase: sum(({ sizeBase }) => sizeBase),
    usd: sum(({ sizeBase, priceUsd }) => sizeBase * priceUsd),
    trades: trades.length,
    worstPriceUsd: trades.map(({ priceUsd }) => priceUsd).reduce((left, right) => worst(left, right)),
    exchangeMs: trades.map(({ exchangeMs }) => exchangeMs).reduce((left, right) => (right > left ? right : left)),
  };
}
