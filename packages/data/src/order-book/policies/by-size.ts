import { hideLosers, smallerBidLoses } from './hide-losers';
import type { UncrossPolicy } from './uncross-policy';

/** Of two crossing levels the smaller one is hidden whatever its age; of two equal ones the bid. */
export const bySize: UncrossPolicy = (bids, asks) => hideLosers(bids, asks, smallerBidLoses);
