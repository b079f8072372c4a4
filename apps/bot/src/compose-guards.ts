import {
  type AccountState,
  type CancelIntent,
  type ConnectionChange,
  type LoggedInput,
  type MarketData,
  type OrderIntent,
  type PositionUpdate,
  type RiskAction,
  type StreamChange,
  type TargetDecision,
} from '@perpstream/core';
import { type ComposedInput, type LoggedCommand } from './composed-input';

export function isConnectionChange(event: ComposedInput): event is ConnectionChange {
  return event.kind === 'connection';
}

export function isStreamChange(event: ComposedInput): event is StreamChange {
  return event.kind === 'stream';
}

/** Everything decoded that is about markets, blocks included. */
export function isMarketData(event: ComposedInput): event is MarketData {
  const { kind } = event;
  return kind !== 'connection' && kind !== 'stream' && kind !== 'account-data' && kind !== 'command';
}

export function isCommand(input: LoggedInput | ComposedInput): input is LoggedCommand {
  return input.kind === 'command';
}

export function isAccountState(event: AccountState | PositionUpdate): event is AccountState {
  return event.kind === 'account';
}

export function isPositionUpdate(event: AccountState | PositionUpdate): event is PositionUpdate {
  return event.kind === 'position';
}

export function isDecision(event: RiskAction | TargetDecision): event is TargetDecision {
  return event.kind === 'target';
}

export function isCancel(intent: OrderIntent | CancelIntent): intent is CancelIntent {
  return intent.kind === 'cancel';
}
