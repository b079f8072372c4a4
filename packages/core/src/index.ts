export { assertNever } from './assert-never';
export type {
  AccountBalance,
  AccountData,
  AccountFill,
  AccountOrder,
  AccountPosition,
  AccountTransfer,
  IndexerOrderStatus,
} from './account/account-data';
export type { AccountChange } from './account/account-change';
export type { AccountState, Position, PositionUpdate } from './account/account-state';
export type { DeleverageStep, ProtectionName, RiskAction, RiskLock } from './account/risk-action';
export type { PositionRisk, RiskLevel, RiskState } from './account/risk-state';
export { unrealizedPnlUsd } from './account/unrealized-pnl';
export type { AuditEvent } from './audit/audit-event';
export type { BookSide, BookView, TopOfBook } from './book/book-view';
export { microPriceUsd, midPriceUsd, spreadBps } from './book/prices';
export type { Attribution } from './decision/attribution';
export type {
  DecisionPart,
  QuotesDecision,
  Reason,
  Strategy,
  StrategyDecision,
  StrategyInput,
  TargetDecision,
} from './decision/strategy-decision';
export type { Checked, Fault, FaultKind } from './fault/fault';
export type { ConnectionState } from './input/connection-state';
export type {
  ConnectionChange,
  FeedEvent,
  Frame,
  Input,
  LoggedInput,
  OperatorCommand,
  RestAnswer,
  StreamChange,
  Tick,
} from './input/input';
export type { Stamp } from './input/stamp';
export type { StreamState } from './input/stream-state';
export { formatRecordingLine, parseRecordingLine, type UnreadableLine } from './input/recording-line';
export { debounceByMarket } from './keyed/debounce-by-market';
export { mapWithMarketState } from './keyed/map-with-market-state';
export { CANDLE_MS } from './market/candle-ms';
export {
  fillQuoteQuantums,
  quoteToUsd,
  stepSizeBase,
  tickSizeUsd,
  toPriceUsd,
  toQuantums,
  toSizeBase,
  toSubticks,
  usdToQuote,
  type OnGrid,
  type Rounding,
} from './market/grid';
export { expectedBlockMs, heightAt, type BlockTiming } from './market/block-timing';
export type {
  Block,
  BookAudit,
  BookChange,
  BookLevels,
  BookSnapshot,
  Candle,
  CandleResolution,
  Candles,
  Doubt,
  Gap,
  MarketData,
  MarketEvent,
  MarketFacts,
  MarketUpdate,
  OraclePrice,
  Side,
  Trade,
  Trades,
} from './market/market-data';
export type { MarketRules, MarketStatus } from './market/market-rules';
export type {
  AuditResult,
  Bar,
  BarClosed,
  BarSpec,
  BookUpdate,
  ClockSkew,
  DataQuality,
  FlowWindow,
  ForcedFlow,
  MarketContext,
  ProcessedData,
  ProcessedMarketData,
  QualityLevel,
  StatusChange,
  TradeFlow,
  UncrossPolicyName,
} from './market/processed-data';
export type { ExecutionReport, Fill } from './order/execution-report';
export type { CancelIntent, ClientId, OpenOrder, OrderIntent, TimeInForce } from './order/order-intent';
export type { RiskApproved } from './order/risk-approved';
export type { DecisionVerdict, LimitHit, LimitName, OrderVerdict, RiskVerdict } from './order/risk-verdict';
export type {
  ChainAccount,
  ChainMargin,
  ChainPosition,
  ChainRequirements,
  LiquidationStep,
} from './ports/chain-margin';
export type { Clock } from './ports/clock';
export type { FaultSink } from './ports/fault-sink';
export type { MarketFeed } from './ports/market-feed';
export type { OrderGateway } from './ports/order-gateway';
export type { RunLog } from './ports/run-log';
export { score, type Score, type SignalEngine, type SignalScore, type SignalScores } from './signal/signal-scores';
export { EventScheduler } from './time/event-scheduler';
export { decimalNumber, decimalOf, decimalText, type Decimal } from './units/decimal';
export { ceilDiv, floorDiv } from './units/integer-division';
export { magnitude } from './units/magnitude';
export { marketId, type MarketId } from './units/market-id';
export { QUOTE_EXPONENT, type Quantums, type QuoteQuantums, type Subticks } from './units/quantums';
export { unixMs, type UnixMs } from './units/unix-ms';
