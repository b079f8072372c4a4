import type { Channel } from '../indexer-api/channel';
import type { SubscriptionFault, SubscriptionFailure } from './exchange-fault';
import type { FaultLog } from './fault-log';
import { isMeant } from './outgoing-frame';

type Armed = { readonly fault: SubscriptionFault; left: number };

/** What goes wrong with one subscribe. */
export type SpoiltSubscribe = { readonly failure?: SubscriptionFailure; readonly lossMs?: number };

/** Faults that wait for next subscribes. */
export class SubscriptionFaults {
  #armed: Armed[] = [];

  constructor(private readonly log: FaultLog) {}

  arm(fault: SubscriptionFault): void {
    this.#armed.push({ fault, left: fault.subscribes });
  }

  /** Takes the faults that a subscribe meets, at most one of each kind, the oldest first. */
  take(channel: Channel, id: string, connection: string): SpoiltSubscribe {
    if (this.#armed.length === 0) return {};
    let spoilt: SpoiltSubscribe = {};
    for (const kind of ['fail-subscription', 'snapshot-loss'] as const) {
      const armed = this.#armed.find(({ fault }) => fault.kind === kind && isMeant(fault, channel, id));
      if (armed === undefined) continue;
      armed.left -= 1;
      spoilt = { ...spoilt, ...effectOf(armed.fault) };
      this.log.add(kind, `${describe(armed.fault)} for ${channel} ${id} on ${connection}`);
    }
    this.#armed = this.#armed.filter(({ left }) => left > 0);
    return spoilt;
  }
}

function effectOf(fault: SubscriptionFault): SpoiltSubscribe {
  return fault.kind === 'snapshot-loss' ? { lossMs: fault.forMs } : { failure: fault.answer };
}

function describe(fault: SubscriptionFault): string {
  return fault.kind === 'snapshot-loss' ? `${fault.forMs} ms of updates lost` : `answered with ${fault.answer}`;
}
