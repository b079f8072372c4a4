import { marketId, type MarketId, type ProcessedMarketData, type SignalEngine, type UnixMs } from '@perpstream/core';
import { defaultStretch, priceKind, priceReader, type PriceReader, type PriceSource } from '../engine/price-source';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { rowEngine, type RowModel } from '../engine/row-engine';
import type { Cells } from '../math/cells';
import { signedScore } from '../math/signed-score';
import { FollowUp } from './follow-up';
import { LeaderMove } from './leader-move';

/** Options of `leadLag`. */
export type LeadLagOptions = {
  /** Name under which the score appears; `leadLag` by default. */
  readonly name?: string;
  /** Tickers of the markets that lead, at least one; BTC-USD and ETH-USD by default. */
  readonly leaders?: readonly string[];
  /** Half life in ms of a leader's latest move, > 0; 1,250 by default. */
  readonly moveHalfLifeMs?: number;
  /** Time in ms after a move in which a market may follow it, > 0; 5,000 by default. */
  readonly horizonMs?: number;
  /** Half life in ms of correlation and volatilities, > 0; 1,200,000 by default. */
  readonly normHalfLifeMs?: number;
  /** Time that moves and what followed them have to cover before there is a score, in ms, >= 0; half of `normHalfLifeMs`. */
  readonly warmUpMs?: number;
  /** Price that is watched; `micro` by default. */
  readonly price?: PriceSource;
  /** Standard errors that a correlation has to exceed in order to count, > 0; 3 by default. */
  readonly significance?: number;
  /** Expected return in standard deviations at which the score is 88 or 12, > 0; 0.4 by default. */
  readonly scale?: number;
};

/** What `leadLag` does when nothing is said. The times are those of books; see there for bars. */
export const leadLagDefaults: Required<Omit<LeadLagOptions, 'warmUpMs'>> = {
  name: 'leadLag',
  leaders: ['BTC-USD', 'ETH-USD'],
  moveHalfLifeMs: 1_250,
  horizonMs: 5_000,
  normHalfLifeMs: 1_200_000,
  price: 'micro',
  significance: 3,
  scale: 0.4,
};

type Settings = {
  readonly moveHalfLifeMs: number;
  readonly horizonMs: number;
  readonly normHalfLifeMs: number;
  readonly warmUpMs: number;
  readonly significance: number;
  readonly scale: number;
  readonly priceOf: PriceReader;
};

/**
 * Scores what the latest moves of the leading markets say of the next move of each market, 0-100: above 50 it is expected
 * to rise, below 50 to fall, 50 is neutral. A leader is scored by the other leaders.
 *
 * Every `horizonMs`, the move of a leader (its log returns, decayed by `moveHalfLifeMs`) and the return of the market in
 * the time after it make a pair. The correlation r of such pairs, decayed by `normHalfLifeMs` and shrunk to
 * r - (significance standard errors)^2 / r or 0, times the leader's move now in its standard deviations, is the return to
 * expect in standard deviations e; the mean of all leaders gives 50 + 50 tanh(e / scale). The score does not depend on any
 * price level or volatility.
 *
 * Emits at every event of a market that states its price (`book`; `bar` with a price of bars), once pairs with one of the
 * leaders cover `warmUpMs`: two horizons later, with data of both from the start. With a price of bars the default horizon is one bar and the norm 240; of bars that close at one
 * time those of the leaders have to come first. Without a significant
 * correlation the score is 50. A leader that falls silent fades: scores go to 50 within some of its half lives. A leader
 * that is interrupted (`quality` `syncing`) says nothing until it was watched for `horizonMs` again; while none of the
 * leaders says anything, the scores of the others are withdrawn, each at the next event of its market. After an
 * interruption of a market its own score is withdrawn and the warm-up starts again; stale data change nothing.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(leadLag({ leaders: ['BTC-USD'], horizonMs: 2_000, moveHalfLifeMs: 500 }))
 * @see Lo and MacKinlay, "When Are Contrarian Profits Due to Stock Market Overreaction?" (1990), for lead and lag between
 * assets as correlations of one's return with the other's return before
 */
export function leadLag(options: LeadLagOptions = {}): SignalEngine {
  const { name, leaders, price, significance, scale } = { ...leadLagDefaults, ...options };
  const priceOf = priceReader(price);
  const stretch = defaultStretch(price);
  const { moveHalfLifeMs = leadLagDefaults.moveHalfLifeMs * stretch } = options;
  const { horizonMs = leadLagDefaults.horizonMs * stretch } = options;
  const { normHalfLifeMs = leadLagDefaults.normHalfLifeMs * stretch } = options;
  const { warmUpMs = normHalfLifeMs / 2 } = options;
  requirePositive({ moveHalfLifeMs, horizonMs, normHalfLifeMs, significance, scale });
  requireDuration('warmUpMs', warmUpMs);
  if (leaders.length === 0) throw new RangeError('leaders must have at least one market, had 0');
  const leaderIds = [...new Set(leaders)].map(marketId);
  const settings = { moveHalfLifeMs, horizonMs, normHalfLifeMs, warmUpMs, significance, scale, priceOf };
  return rowEngine(name, (cells) => new LeadLagModel(leaderIds, settings, cells), [priceKind(price)]);
}

/** One leader, as seen by the market in question. */
type Link = {
  readonly leader: LeaderMove;
  readonly followUp: FollowUp;
  /** Where its move at the last pair is; NaN when it said nothing then. */
  readonly moveBefore: number;
};

class LeadLagModel implements RowModel {
  readonly #links: readonly Link[];
  /** Index of the market among the leaders, -1 when it is none. */
  readonly #own: number;
  readonly #pairedMs: number;
  readonly #pairedLogPrice: number;

  constructor(
    private readonly leaderIds: readonly MarketId[],
    private readonly settings: Settings,
    private readonly cells: Cells,
  ) {
    const { moveHalfLifeMs, horizonMs, normHalfLifeMs, significance } = settings;
    this.#own = cells.reserve(1, -1);
    cells.keepSoFar();
    this.#links = leaderIds.map(() => ({
      leader: new LeaderMove(moveHalfLifeMs, horizonMs),
      followUp: new FollowUp(normHalfLifeMs, significance, cells),
      moveBefore: cells.reserve(1, NaN),
    }));
    this.#pairedMs = cells.reserve(1, -Infinity);
    this.#pairedLogPrice = cells.reserve(1);
  }

  begin(id: MarketId): void {
    this.cells.row[this.#own] = this.leaderIds.indexOf(id);
  }

  restart(): void {
    this.#ownLink?.leader.restart();
  }

  update(event: ProcessedMarketData): number | null | undefined {
    const priceUsd = this.settings.priceOf(event);
    if (priceUsd === undefined) return undefined;
    const { receivedMs } = event;
    this.#ownLink?.leader.update(priceUsd, receivedMs);
    if (receivedMs - this.cells.row[this.#pairedMs]! >= this.settings.horizonMs) this.#pair(priceUsd, receivedMs);
    const expected = this.#expectedReturn(receivedMs);
    return expected === undefined ? null : signedScore(expected, this.settings.scale);
  }

  /** Undefined for a market that does not lead. */
  get #ownLink(): Link | undefined {
    const own = this.cells.row[this.#own]!;
    return own < 0 ? undefined : this.#links[own];
  }

  /** What the leaders did before meets what the market did since. */
  #pair(priceUsd: number, receivedMs: UnixMs): void {
    const { row } = this.cells;
    const logPrice = Math.log(priceUsd);
    const own = this.#ownLink;
    for (const link of this.#links) {
      if (link === own) continue;
      const { leader, followUp, moveBefore } = link;
      const move = row[moveBefore]!;
      if (!Number.isNaN(move))
        followUp.add(move, logPrice - row[this.#pairedLogPrice]!, receivedMs - row[this.#pairedMs]!);
      row[moveBefore] = leader.isReady ? leader.at(receivedMs) : NaN;
    }
    row[this.#pairedMs] = receivedMs;
    row[this.#pairedLogPrice] = logPrice;
  }

  /** In standard deviations; undefined while no leader has anything to say. */
  #expectedReturn(receivedMs: UnixMs): number | undefined {
    let sum = 0;
    let leaders = 0;
    const own = this.#ownLink;
    for (const link of this.#links) {
      const { leader, followUp } = link;
      if (link === own || !leader.isReady || followUp.seenMs < this.settings.warmUpMs) continue;
      sum += followUp.expect(leader.at(receivedMs));
      leaders += 1;
    }
    return leaders > 0 ? sum / leaders : undefined;
  }
}
