import { decodeInputs } from '@perpstream/connection';
import {
  type AccountState,
  type AuditEvent,
  type EventScheduler,
  type FaultSink,
  type LoggedInput,
  type ProcessedData,
} from '@perpstream/core';
import { processMarketData } from '@perpstream/data';
import { approveOrders, assessDecisions, chainMargin, guardAccount, monitorRisk } from '@perpstream/risk';
import { scoreBoard } from '@perpstream/signals';
import { strategyDesk } from '@perpstream/strategy';
import { clientIds, paperGateway, planOrders, trackPortfolio, type TradingFees } from '@perpstream/trading';
import {
  filter,
  identity,
  merge,
  Observable,
  ReplaySubject,
  share,
  tap,
  type MonoTypeOperatorFunction,
  type OperatorFunction,
} from 'rxjs';
import {
  isAccountState,
  isCancel,
  isCommand,
  isConnectionChange,
  isDecision,
  isMarketData,
  isPositionUpdate,
  isStreamChange,
} from './compose-guards';
import { type ComposedInput } from './composed-input';
import { type BotConfig } from './config/config-schema';
import { riskOptionsOf } from './config/risk-schema';
import { signalEngines } from './signal-engines';
import { strategySeats } from './strategy-seats';

const PPM_PER_BP = 100;

function feesOf({ account }: BotConfig): TradingFees {
  return {
    takerPpm: Math.round(account.takerFeeBps * PPM_PER_BP),
    makerPpm: Math.round(account.makerFeeBps * PPM_PER_BP),
  };
}

/**
 * The whole bot: from inputs to audit events, a pure function of (configuration, inputs). Live, paper and replay use
 * this same composition; they differ in who feeds the inputs.
 */
export function compose(config: BotConfig, scheduler: EventScheduler): OperatorFunction<LoggedInput, AuditEvent> {
  return (inputs$) =>
    new Observable((subscriber) => {
      const faults: FaultSink = { report: (event) => subscriber.next({ topic: 'fault', event }) };
      // connection: frames and state changes -> market data
      return merge(inputs$.pipe(decodeInputs({ faults })), inputs$.pipe(filter(isCommand)))
        .pipe(composeDecoded(config, scheduler))
        .subscribe(subscriber);
    });
}

/** Where an exchange on paper differs from the one that runs. */
export type ComposeOptions = {
  /** How long an order waits for a block before it is matched without one; by default that of the paper gateway. */
  readonly blockTimeoutMs?: number;
  /** What the account learns of the markets, and pays its funding by; by default what all others learn. */
  readonly settlement?: MonoTypeOperatorFunction<ProcessedData>;
};

/**
 * The bot behind the wire format: the same composition for market data that come from elsewhere than frames, such as the
 * candles of a backtest. Whoever feeds it moves the scheduler; the passing of time alone is no event here.
 *
 * On each input the layers see it in this order: gateway (fills what was due), portfolio, risk monitor, then order
 * approval, planner and assessment learn the new facts, then the guard of the account and the strategies, and last the
 * scores are computed. A decision, of the guard or of a strategy, runs back down that chain to the gateway.
 */
export function composeDecoded(
  config: BotConfig,
  scheduler: EventScheduler,
  { blockTimeoutMs, settlement = identity }: ComposeOptions = {},
): OperatorFunction<ComposedInput, AuditEvent> {
  return (inputs$) =>
    new Observable((subscriber) => {
      const audit = (event: AuditEvent): void => subscriber.next(event);
      const faults: FaultSink = { report: (event) => audit({ topic: 'fault', event }) };
      const riskOptions = riskOptionsOf(config.risk);

      const decoded$ = inputs$.pipe(share());
      const connection$ = decoded$.pipe(
        filter(isConnectionChange),
        tap((event) => audit({ topic: 'connection', event })),
      );
      const streams$ = decoded$.pipe(
        filter(isStreamChange),
        tap((event) => audit({ topic: 'stream', event })),
      );
      // data: market data -> books, flows, bars, context, quality
      const processed$ = decoded$.pipe(
        filter(isMarketData),
        processMarketData({ ...config.data, scheduler, faults }),
        tap((event) => audit({ topic: 'data', event })),
        share(),
      );
      // trading, first half: reports of the gateway -> portfolio
      const waiting = blockTimeoutMs === undefined ? {} : { blockTimeoutMs };
      const paper = { market$: processed$, scheduler, fees: feesOf(config), margin: chainMargin(), faults, ...waiting };
      const gateway = paperGateway(paper);
      const reports$ = gateway.reports$.pipe(
        tap((event) => audit({ topic: 'execution', event })),
        share(),
      );
      const changes$ = gateway.changes$.pipe(
        tap((event) => audit({ topic: 'account-change', event })),
        share(),
      );
      const portfolio$ = merge(reports$, changes$, processed$.pipe(settlement)).pipe(
        trackPortfolio({ startBalanceUsd: config.account.startBalanceUsd, faults }),
        tap((event) => audit(event.kind === 'account' ? { topic: 'account', event } : { topic: 'position', event })),
        share(),
      );
      const account$ = portfolio$.pipe(
        filter(isAccountState),
        tap((account) => gateway.account(account)),
        // The account is a state: who comes later gets the present one.
        share({ connector: () => new ReplaySubject<AccountState>(1) }),
      );
      const commands$ = decoded$.pipe(
        filter(isCommand),
        tap((command) => gateway.command(command)),
        share(),
      );
      const positions$ = portfolio$.pipe(filter(isPositionUpdate));
      const facts$ = merge(processed$, reports$, changes$, positions$, account$, commands$);
      // risk, first half: what the account stands, and what protects it
      const watched$ = facts$.pipe(
        monitorRisk(riskOptions),
        tap((event) => audit(event.kind === 'risk' ? { topic: 'risk', event } : { topic: 'protection', event })),
        share(),
      );
      // signals: data -> scores
      const scores$ = processed$.pipe(
        scoreBoard(signalEngines(config.signals)),
        tap((event) => audit({ topic: 'scores', event })),
      );
      // strategy: scores -> decisions
      const decisions$ = merge(processed$, account$, scores$).pipe(
        strategyDesk({
          seats: strategySeats(config.strategies, scheduler),
          faults,
          attribute: (event) => audit({ topic: 'attribution', event }),
        }),
        tap((event) => audit({ topic: 'decision', event })),
      );
      // risk takes the account down when it must, by decisions that are judged like all others
      const reductions$ = facts$.pipe(
        guardAccount(riskOptions),
        tap((event) => audit(event.kind === 'target' ? { topic: 'decision', event } : { topic: 'protection', event })),
        filter(isDecision),
      );
      // risk, second half: decisions -> verdicts
      const verdicts$ = merge(facts$, reductions$, decisions$).pipe(
        assessDecisions(riskOptions),
        tap((event) => audit({ topic: 'verdict', event })),
      );
      // trading, second half: verdicts -> orders, each approved by risk once more before it goes out
      const { style, ...planning } = config.execution;
      const intents$ = merge(processed$, account$, verdicts$).pipe(
        planOrders({ ...planning, execution: style, clientIds: clientIds(config.seed), faults }),
        tap((event) => audit({ topic: 'order', event })),
        share(),
      );
      const orders$ = merge(facts$, intents$).pipe(
        approveOrders(riskOptions),
        tap(({ verdict }) => audit({ topic: 'verdict', event: verdict })),
        tap(({ order }) => order !== undefined && gateway.submit(order)),
      );
      const cancels$ = intents$.pipe(
        filter(isCancel),
        tap((cancel) => gateway.cancel(cancel)),
      );

      return merge(reports$, account$, watched$, orders$, cancels$, connection$, streams$).subscribe({
        error: (error: unknown) => subscriber.error(error),
      });
    });
}
