import { bookUpdate, marketContext, signalScores, BTC } from '@perpstream/testing';
import { EventScheduler } from '@perpstream/core';
import type { Exposure } from '../hysteresis/exposure';
import { newMarketState, type MarketState } from './market-state';
import { momentumSettings } from './momentum-options';
import { opinionOf } from './opinion';

const settings = momentumSettings({
  scheduler: new EventScheduler(),
  weights: { momentum: { role: 'direction', weight: 1 } },
  minHoldMs: 100,
  coolDownMs: 1_000,
});

const market = (momentum: number | undefined, given: Partial<MarketState> = {}): MarketState => ({
  ...newMarketState(BTC),
  quality: 'live',
  context: marketContext(),
  top: bookUpdate({ bids: [[9_999, 1]], asks: [[10_001, 1]] }).top,
  scores: momentum === undefined ? undefined : signalScores({ momentum }),
  ...given,
});
const long = (sinceMs: number) => ({ decided: 'long' as const, sinceMs });
const flat = (sinceMs: number) => ({ decided: 'flat' as const, sinceMs });
const shut = { context: marketContext({ status: 'PAUSED' }) };

describe('opinionOf at 5,000 ms', () => {
  it.each<[string, MarketState, boolean | undefined, Exposure, boolean]>([
    ['wants a market that was never touched', market(90), undefined, 'long', false],
    ['wants nothing of a market that may not be entered', market(90, shut), undefined, 'flat', false],
    ['wants nothing while it cools down', market(90, flat(4_001)), undefined, 'flat', false],
    ['wants it again when it has cooled down', market(90, flat(4_000)), undefined, 'long', false],
    ['keeps what is held for the minimum time', market(10, long(4_901)), true, 'long', false],
    ['turns after the minimum time', market(10, long(4_900)), true, 'short', false],
    ['leaves where it may not turn', market(10, { ...long(0), ...shut }), true, 'flat', false],
    ['keeps what may not be entered but is held', market(90, { ...long(0), ...shut }), true, 'long', false],
    ['keeps what is held while scores are missing', market(undefined, long(0)), true, 'long', false],
    ['keeps what is held while data are stale', market(10, { ...long(0), quality: 'stale' }), true, 'long', false],
    ['keeps what is not held while data are stale', market(90, { ...long(0), quality: 'stale' }), false, 'long', false],
    ['takes back what the account does not show', market(90, long(4_000)), false, 'flat', true],
    ['waits for the account to show it', market(90, long(4_001)), false, 'long', false],
    ['believes itself before the account speaks', market(90, long(0)), undefined, 'long', false],
    ['takes back nothing where nothing was decided', market(50, flat(0)), false, 'flat', false],
  ])('%s', (_name, state, isInAccount, exposure, isNotHeld) => {
    expect(opinionOf(state, { nowMs: 5_000, isInAccount }, settings)).toMatchObject({ exposure, isNotHeld });
  });

  it('has no confidence without scores', () => {
    const opinion = opinionOf(market(undefined), { nowMs: 5_000, isInAccount: undefined }, settings);
    expect(opinion.confidence).toEqual({ long: 0, short: 0 });
  });
});
