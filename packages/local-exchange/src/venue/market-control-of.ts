import type { MarketFault } from '../faults/exchange-fault';
import type { MarketControl, Venue } from './venue';

/**
 * The control of a venue for a fault that is possible there.
 *
 * @throws RangeError when the venue has none, or the fault cannot happen there
 */
export function marketControlOf({ control }: Venue, fault: MarketFault): MarketControl {
  if (control === undefined) {
    throw new RangeError(`${fault.kind} needs simulated markets: those of this venue, a recording, are as they are`);
  }
  control.assertPossible(fault);
  return control;
}
