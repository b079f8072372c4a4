import type { AccountState, PositionUpdate } from '../account/account-state';
import type { AccountChange } from '../account/account-change';
import type { RiskAction } from '../account/risk-action';
import type { RiskState } from '../account/risk-state';
import type { Attribution } from '../decision/attribution';
import type { StrategyDecision } from '../decision/strategy-decision';
import type { Fault } from '../fault/fault';
import type { ConnectionChange, StreamChange } from '../input/input';
import type { ProcessedData } from '../market/processed-data';
import type { CancelIntent, OrderIntent } from '../order/order-intent';
import type { ExecutionReport } from '../order/execution-report';
import type { RiskVerdict } from '../order/risk-verdict';
import type { SignalScores } from '../signal/signal-scores';

/**
 * Everything that the pipeline does, in the order in which it does it, by topic. The run log, the decision hash and the
 * dashboard are fed by this stream and by nothing else.
 */
export type AuditEvent =
  | { readonly topic: 'connection'; readonly event: ConnectionChange }
  | { readonly topic: 'stream'; readonly event: StreamChange }
  | { readonly topic: 'data'; readonly event: ProcessedData }
  | { readonly topic: 'scores'; readonly event: SignalScores }
  | { readonly topic: 'decision'; readonly event: StrategyDecision }
  | { readonly topic: 'attribution'; readonly event: Attribution }
  | { readonly topic: 'verdict'; readonly event: RiskVerdict }
  | { readonly topic: 'order'; readonly event: OrderIntent | CancelIntent }
  | { readonly topic: 'execution'; readonly event: ExecutionReport }
  | { readonly topic: 'position'; readonly event: PositionUpdate }
  | { readonly topic: 'account'; readonly event: AccountState }
  | { readonly topic: 'account-change'; readonly event: AccountChange }
  | { readonly topic: 'risk'; readonly event: RiskState }
  | { readonly topic: 'protection'; readonly event: RiskAction }
  | { readonly topic: 'fault'; readonly event: Fault };
