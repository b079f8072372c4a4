import {
  type CancelIntent,
  type ExecutionReport,
  type FaultSink,
  type OrderGateway,
  type OrderIntent,
  type ProcessedData,
  type RiskApproved,
} from '@perpstream/core';
import { Observable, share, type SchedulerLike } from 'rxjs';
import { PaperExchange } from './paper-exchange';
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
  readonly faults: FaultSink;
};

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

class PaperGateway implements OrderGateway {
  readonly reports$: Observable<ExecutionReport>;
  #session: Session = 'not-started';

  constructor(
    private readonly faults: FaultSink,
    open: (report: (report: ExecutionReport) => void) => PaperExchange,
    market$: Observable<ProcessedData>,
  ) {
    const reports$ = new Observable<ExecutionReport>((subscriber) => {
      const exchange = open((report) => subscriber.next(report));
      this.#session = exchange;
      subscriber.add(() => {
        exchange.close();
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
    this.reports$ = reports$.pipe(share());
  }

  submit(order: RiskApproved<OrderIntent>): void {
    const what = `order ${order.clientId}`;
    const isSent = this.#running(order, what)?.submit(order);
    if (isSent === false) this.#fault(order, `${what} is not sent again: its client id was used before`);
  }

  cancel(cancel: CancelIntent): void {
    this.#running(cancel, `the cancel of order ${cancel.clientId}`)?.cancel(cancel);
  }

  #running(intent: OrderIntent | CancelIntent, what: string): PaperExchange | undefined {
    if (this.#session === 'not-started') {
      throw new Error(`paper gateway: ${what} came while nobody is subscribed to reports$; subscribe first`);
    }
    if (this.#session !== 'ended') return this.#session;
    this.#fault(intent, `${what} is not sent: the market data have ended`);
    return undefined;
  }

  #fault({ receivedMs, cause, marketId }: OrderIntent | CancelIntent, message: string): void {
    this.faults.report({ kind: 'order', where: 'paper gateway', message, receivedMs, cause, marketId });
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
 * others never move the queue. Self-trades cancel the maker. `reduceOnly` takes `ioc` alone and is cut to the position that
 * this gateway's own fills have built. A market whose data are not live (by its latest quality event) has no liquidity.
 *
 * A client id that was used before is an `order` fault, not a second order; so is what comes after the market data ended.
 *
 * All subscribers of `reports$` share one exchange; it starts empty with the first and ends with the last.
 * @throws RangeError when a fee is not an integer of less than 10^6 ppm, or `blockTimeoutMs` is not > 0
 * @throws Error from `submit` and `cancel` while nobody is subscribed to `reports$`
 * @example
 * const gateway = paperGateway({ market$: processed$, scheduler, faults });
 * @see v4-chain `x/clob` for the rules of orders and the reasons of their ends
 */
export function paperGateway(options: PaperGatewayOptions): OrderGateway {
  const { market$, scheduler, faults, fees = DEFAULT_FEES, blockTimeoutMs = 1_500 } = options;
  validate(fees, blockTimeoutMs);
  return new PaperGateway(faults, (report) => new PaperExchange({ scheduler, fees, blockTimeoutMs, report }), market$);
}
