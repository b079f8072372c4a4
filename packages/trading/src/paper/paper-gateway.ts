import {
  unixMs,
  type AccountChange,
  type AccountState,
  type CancelIntent,
  type ChainMargin,
  type ExecutionReport,
  type Fault,
  type FaultSink,
  type MarketId,
  type OperatorCommand,
  type OrderGateway,
  type OrderIntent,
  type ProcessedData,
  type RiskApproved,
  type Stamp,
} from '@perpstream/core';
import { filter, Observable, share, type SchedulerLike } from 'rxjs';
import { isOwnerCommand } from './owner-desk';
import { PaperExchange } from './paper-exchange';
import type { PaperExchangeOptions } from './paper-exchange-options';
import type { TradingFees } from './trading-fee';

/** What a paper gateway is made of. */
export type PaperGatewayOptions = {
  /** The market data against which orders are filled; shared with the rest of the pipeline, it is subscribed to once. */
  readonly market$: Observable<ProcessedData>;
  /** The scheduler that moves with the inputs of the run. */
  readonly scheduler: SchedulerLike;
  /** 500 ppm (5 bps) taker and 100 ppm (1 bp) maker by default. */
  readonly fees?: TradingFees;
  /** How long an order waits for a block before it is matched without one, in ms, > 0; 1,500 by default. */
  readonly blockTimeoutMs?: number;
  /**
   * The chain's margin rules. With them each fill is checked, and an account below its maintenance margin is liquidated;
   * `account` must then be told every account state. Without them orders fill whatever they cost.
   */
  readonly margin?: ChainMargin;
  readonly faults: FaultSink;
};

/** An operator's command with its position in the run log. */
export type PaperCommand = OperatorCommand & { readonly seq: number };

/** An `OrderGateway` that is the whole exchange, with the account on it. */
export interface PaperGateway extends OrderGateway {
  /** What happened to the account without an order, in order with `reports$`. */
  readonly changes$: Observable<AccountChange>;
  /** Takes over the account as it is now: cash and positions. Reports nothing; to be called with every account state. */
  account(state: AccountState): void;
  /** Queues a `transfer` or `trade` of the owner; other commands mean nothing to it. */
  command(command: PaperCommand): void;
}

const DEFAULT_FEES: TradingFees = { takerPpm: 500, makerPpm: 100 };
const PPM = 1_000_000;

function validate(fees: TradingFees, blockTimeoutMs: number): void {
  for (const [name, ppm] of Object.entries(fees)) {
    if (!Number.isInteger(ppm) || Math.abs(ppm) >= PPM) {
      throw new RangeError(`fees.${name} must be an integer between -${PPM} and ${PPM}, was ${ppm}`);
    }
  }
  if (!(blockTimeoutMs > 0 && blockTimeoutMs < Infinity)) {
    throw new RangeError(`blockTimeoutMs must be finite and > 0, was ${blockTimeoutMs}`);
  }
}

/** Where the gateway's methods lead at the moment. */
type Session = PaperExchange | 'not-started' | 'ended';

/** What a fault came from, and in which market where it is about one. */
type Origin = Stamp & { readonly marketId?: MarketId };

function paperFault({ receivedMs, cause, marketId }: Origin, message: string): Fault {
  const of = marketId === undefined ? {} : { marketId };
  return { kind: 'order', where: 'paper gateway', message, receivedMs, cause, ...of };
}

type PaperEvent = ExecutionReport | AccountChange;

function isAccountChange(event: PaperEvent): event is AccountChange {
  return event.kind === 'forced-fill' || event.kind === 'transfer';
}

function isReport(event: PaperEvent): event is ExecutionReport {
  return !isAccountChange(event);
}

class SharedPaperGateway implements PaperGateway {
  readonly reports$: Observable<ExecutionReport>;
  readonly changes$: Observable<AccountChange>;
  #session: Session = 'not-started';
  /** What the account was told to be before the exchange opened. */
  #account: AccountState | undefined;

  constructor(
    private readonly faults: FaultSink,
    open: (report: (event: PaperEvent) => void) => PaperExchange,
    market$: Observable<ProcessedData>,
  ) {
    const events$ = new Observable<PaperEvent>((subscriber) => {
      const exchange = open((event) => subscriber.next(event));
      this.#session = exchange;
      if (this.#account !== undefined) exchange.learnAccount(this.#account);
      subscriber.add(() => {
        exchange.close();
        this.#account = undefined;
        if (this.#session === exchange) this.#session = 'not-started';
      });
      return market$.subscribe({
        next: (event) => exchange.handle(event),
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          this.#session = 'ended';
          subscriber.complete();
        },
      });
    });
    const shared$ = events$.pipe(share());
    this.reports$ = shared$.pipe(filter(isReport));
    this.changes$ = shared$.pipe(filter(isAccountChange));
  }

  submit(order: RiskApproved<OrderIntent>): void {
    const what = `order ${order.clientId}`;
    const isSent = this.#running(order, what)?.submit(order);
    if (isSent === false) this.#fault(order, `${what} is not sent again: its client id was used before`);
  }

  cancel(cancel: CancelIntent): void {
    this.#running(cancel, `the cancel of order ${cancel.clientId}`)?.cancel(cancel);
  }

  account(state: AccountState): void {
    if (this.#session === 'ended') return;
    if (this.#session === 'not-started') this.#account = state;
    else this.#session.learnAccount(state);
  }

  command(command: PaperCommand): void {
    if (!isOwnerCommand(command)) return;
    const stamp = { receivedMs: unixMs(command.receivedUs / 1_000), cause: command.seq };
    this.#running(stamp, `the ${command.command} of the owner`)?.command(command, stamp);
  }

  #running(intent: Origin, what: string): PaperExchange | undefined {
    if (this.#session === 'not-started') {
      throw new Error(`paper gateway: ${what} came while nobody is subscribed to reports$; subscribe first`);
    }
    if (this.#session !== 'ended') return this.#session;
    this.#fault(intent, `${what} is not sent: the market data have ended`);
    return undefined;
  }

  #fault(origin: Origin, message: string): void {
    this.faults.report(paperFault(origin, message));
  }
}

/**
 * An exchange on paper: takes approved orders and fills them against the live order book, deterministically. The same
 * inputs give the same reports.
 *
 * `submit` and `cancel` only queue. `submitted` is reported through the scheduler right after the present input; an order
 * or cancel takes effect at the next `block`, or `blockTimeoutMs` later when none comes.
 *
 * Takers walk the displayed levels up to their limit, one fill per level; what they took is gone until the market's next
 * book event. The rest of an `ioc` is cancelled, of a `gtt` it rests. Makers stand behind all size displayed at their price
 * when they came; trades at their price move the queue, trades beyond it and a book that crosses it fill them. Cancels of
 * others never move the queue. Self-trades cancel the maker. `reduceOnly` takes `ioc` alone and is cut to the position of
 * the account. A market whose data are not live (by its latest quality event) has no liquidity.
 *
 * With `margin` the account is weighed as the chain does. A fill that its rules do not allow does not happen, and its order
 * is cancelled as `UNDERCOLLATERALIZED`; earlier fills stand. While the account, rules or an oracle price are unknown, only
 * what makes a position smaller is filled. After the orders of each block an account below its maintenance margin loses part
 * of one position to the displayed book, down to the fillable price (`LIQUIDATED`, with the liquidation fee); when the book
 * takes nothing and the account owes more than it has, the whole position goes at the bankruptcy price (`DELEVERAGED`), and
 * so it does at the oracle price in a market in final settlement. Own orders in its way are cancelled, others stay.
 *
 * A `transfer` or `trade` of the owner takes effect like an order: at the next block. What the chain would refuse, or cannot
 * be priced, is one `order` fault and changes nothing. A trade is filled at the oracle price, rounded to the tick against the
 * account, without fee (`MANUAL`).
 *
 * A client id that was used before is an `order` fault, not a second order; so is what comes after the market data ended.
 *
 * All subscribers of `reports$` and `changes$` share one exchange; it starts empty with the first and ends with the last.
 * @throws RangeError when a fee is not an integer of less than 10^6 ppm, or `blockTimeoutMs` is not > 0
 * @throws Error from `submit`, `cancel` and `command` while nobody is subscribed to `reports$`
 * @example
 * const gateway = paperGateway({ market$: processed$, scheduler, faults });
 * @see v4-chain `x/clob` for the rules of orders and the reasons of their ends
 */
export function paperGateway(options: PaperGatewayOptions): PaperGateway {
  const { market$, scheduler, faults, margin, fees = DEFAULT_FEES, blockTimeoutMs = 1_500 } = options;
  validate(fees, blockTimeoutMs);
  const refuse: PaperExchangeOptions['refuse'] = (command, reason, at) => {
    const origin = command.command === 'trade' ? { ...at, marketId: command.marketId } : at;
    faults.report(paperFault(origin, `the ${command.command} of the owner is not done: ${reason}`));
  };
  const given = { scheduler, fees, blockTimeoutMs, margin, refuse };
  return new SharedPaperGateway(faults, (report) => new PaperExchange({ ...given, report }), market$);
}
