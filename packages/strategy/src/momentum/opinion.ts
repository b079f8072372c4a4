import type { Exposure } from '../hysteresis/exposure';
import { nextExposure, type DirectionConfidence } from '../hysteresis/next-exposure';
import { mayEnter } from '../universe/may-enter';
import { marketConfidence, type MarketState } from './market-state';
import type { MomentumSettings } from './momentum-options';

/** What is wanted of one market now, before the places of the portfolio are given out. */
export type Opinion = {
  readonly exposure: Exposure;
  /** 0 in both directions when a weighted score is missing. */
  readonly confidence: DirectionConfidence;
  /** The wish is to take back an entry of which the account shows nothing. */
  readonly isNotHeld: boolean;
};

/** What an opinion depends on besides the market itself. */
export type Moment = {
  readonly nowMs: number;
  /** Whether the account shows a position or an open order in the market; undefined before the first account state. */
  readonly isInAccount: boolean | undefined;
};

const noConfidence: DirectionConfidence = { long: 0, short: 0 };

function isNotHeld({ decided, sinceMs }: MarketState, { nowMs, isInAccount }: Moment, coolDownMs: number): boolean {
  return decided !== 'flat' && isInAccount === false && nowMs - sinceMs >= coolDownMs;
}

function wantedExposure(
  market: MarketState,
  confidence: DirectionConfidence,
  nowMs: number,
  settings: MomentumSettings,
): Exposure {
  const { decided, sinceMs } = market;
  const restMs = decided === 'flat' ? settings.coolDownMs : settings.minHoldMs;
  if (nowMs - sinceMs < restMs) return decided;
  const next = nextExposure(decided, confidence, settings);
  const isNewExposure = next !== 'flat' && next !== decided;
  return isNewExposure && !mayEnter(market, settings) ? 'flat' : next;
}

/**
 * What is wanted of one market. Nothing changes while its data are not live or a weighted score is missing: without
 * data there is neither a reason to enter nor a price to leave at, and risk watches the position meanwhile.
 */
export function opinionOf(market: MarketState, moment: Moment, settings: MomentumSettings): Opinion {
  const { quality, decided } = market;
  const known = marketConfidence(market, settings.weights);
  const confidence = known ?? noConfidence;
  if (quality !== 'live') return { exposure: decided, confidence, isNotHeld: false };
  if (isNotHeld(market, moment, settings.coolDownMs)) return { exposure: 'flat', confidence, isNotHeld: true };
  const exposure = known === undefined ? decided : wantedExposure(market, known, moment.nowMs, settings);
  return { exposure, confidence, isNotHeld: false };
}
