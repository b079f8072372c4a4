import {
  score,
  unixMs,
  usdToQuote,
  type AccountState,
  type ClientId,
  type OpenOrder,
  type OrderIntent,
  type Position,
  type Quantums,
  type SignalScores,
  type Subticks,
  type TargetDecision,
} from '@perpstream/core';
import { BTC } from './markets';

/**
 * An account with 10,000 USD and nothing open. `positions` and `openOrders` may be given as lists.
 *
 * @example accountState({ quoteBalanceUsd: 500, positions: [position({ sizeBase: -1 })] })
 */
export function accountState(
  given: Partial<Omit<AccountState, 'kind' | 'positions' | 'openOrders' | 'quoteQuantums'>> & {
    readonly positions?: readonly Position[];
    readonly openOrders?: readonly OpenOrder[];
  } = {},
): AccountState {
  const { positions = [], openOrders = [], quoteBalanceUsd = 10_000, ...rest } = given;
  return {
    kind: 'account',
    receivedMs: unixMs(0),
    cause: 0,
    realizedPnlUsd: 0,
    feesUsd: 0,
    fundingUsd: 0,
    transfersUsd: 0,
    ...rest,
    quoteBalanceUsd,
    quoteQuantums: usdToQuote(quoteBalanceUsd),
    positions: new Map(positions.map((position) => [position.marketId, position])),
    openOrders: new Map(openOrders.map((order) => [order.clientId, order])),
  };
}

/** A long position of 1 base unit (10^10 quantums) entered at 100. */
export function position(given: Partial<Position> = {}): Position {
  const sizeBase = given.sizeBase ?? 1;
  return {
    marketId: BTC,
    quantums: BigInt(Math.round(sizeBase * 1e10)) as Quantums,
    sizeBase,
    entryPriceUsd: 100,
    openedMs: unixMs(0),
    ...given,
  };
}

/** A taker order: buy 1 base unit at 101 in the market of `marketRules`. */
export function orderIntent(given: Partial<Omit<OrderIntent, 'kind'>> = {}): OrderIntent {
  return {
    kind: 'order',
    marketId: BTC,
    receivedMs: unixMs(0),
    cause: 0,
    clientId: 1 as ClientId,
    side: 'buy',
    quantums: 10_000_000_000n as Quantums,
    subticks: 10_100_000n as Subticks,
    sizeBase: 1,
    priceUsd: 101,
    timeInForce: 'ioc',
    reduceOnly: false,
    goodTilBlocks: 10,
    strategy: 'test',
    decision: 0,
    ...given,
  };
}

/** A decision for a long of 1,000 USD. */
export function targetDecision(given: Partial<Omit<TargetDecision, 'kind'>> = {}): TargetDecision {
  return {
    kind: 'target',
    marketId: BTC,
    receivedMs: unixMs(0),
    cause: 0,
    strategy: 'test',
    decision: 0,
    confidence: 1,
    reasons: [],
    targetNotionalUsd: 1_000,
    ...given,
  };
}

/**
 * A score vector.
 *
 * @example signalScores({ momentum: 90, volume: 60 }, { receivedMs: unixMs(250) })
 */
export function signalScores(
  scores: Readonly<Record<string, number>>,
  given: Partial<Omit<SignalScores, 'kind' | 'scores'>> = {},
): SignalScores {
  return {
    kind: 'scores',
    marketId: BTC,
    receivedMs: unixMs(0),
    cause: 0,
    ...given,
    scores: Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, score(value)])),
  };
}
