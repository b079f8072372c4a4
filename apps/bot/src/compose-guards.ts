import { type Decoded } from '@perpstream/connection';
import {
  type AccountState,
  type CancelIntent,
  type ConnectionChange,
  type LoggedInput,
  type MarketData,
  type OperatorCommand,
  type OrderIntent,
  type PositionUpdate,
  type StreamChange,
} from '@perpstream/core';

export function isConnectionChange(event: Decoded): event is ConnectionChange {
  return event.kind === 'connection';
}

export function isStreamChange(event: Decoded): event is StreamChange {
  return event.kind === 'stream';
}

/** Everything decoded that is about markets, blocks included. */
export function isMarketData(event: Decoded): event is MarketData {
  return event.kind !== 'connection' && event.kind !== 'stream' && event.kind !== 'account-data';
}

export function isCommand(input: LoggedInput): input is OperatorCommand & LoggedInput {
  return input.kind === 'command';
}

export function isAccountState(event: AccountState | PositionUpdate): event is AccountState {
  return event.kind === 'account';
}

export function isOrder(intent: OrderIntent | CancelIntent): intent is OrderIntent {
  return intent.kind === 'order';
}

export function isCancel(intent: OrderIntent | CancelIntent): intent is CancelIntent {
  return intent.kind === 'cancel';
}
