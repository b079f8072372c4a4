import type { MarketContext, ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { barReader, type BarReader } from '../engine/bar-source';
import { requireDuration } from '../engine/require-duration';
import { requireFraction } from '../engine/require-fraction';
import { requirePositive } from '../engine/require-positive';
import { rowEngine, type RowModel } from '../engine/row-engine';
import type { Cells } from '../math/cells';
import { ElapsedTime } from '../math/elapsed-time';
import { ForcedBalance, type ForcedBalanceOptions } from './forced-balance';
import { PositionMap, type PositionMapOptions } from './position-map';

/** Options of `liquidationPressure`. */
export type LiquidationPressureOptions = {
  /** Name under which the score appears; `liquidationPressure` by default. */
  readonly name?: string;
  /** Half life of forced trades in ms, > 0; 60,000 by default. */
  readonly forcedHalfLifeMs?: number;
  /** Half life of the market's usual volume in ms, > 0; 1,800,000 by default. */
  readonly normHalfLifeMs?: number;
  /** Forced trades are much when they are this share of the usual volume, > 0; 0.1 by default. */
  readonly forcedShare?: number;
  /** Leverages that positions are assumed to have, in equal parts, each > 1; 3, 5, 10 and 20 by default. */
  readonly leverages?: readonly number[];
  /** Maintenance margin where the market's own is not known, in [0, 1]; 0.03 by default. */
  readonly maintenanceMarginFraction?: number;
  /** Half life of what is known of positions in ms, > 0; one day by default. */
  readonly positionHalfLifeMs?: number;
  /** Distance at which a position counts 1/e of one that is about to be liquidated, in basis points, > 0; 300 by default. */
  readonly reachBps?: number;
  /** Positions near their liquidation are many when they are this share of the open interest, > 0; 0.05 by default. */
  readonly nearShare?: number;
  /** Time from the first event that counts to the first score in ms, >= 0; one `forcedHalfLifeMs` by default. */
  readonly warmUpMs?: number;
  /** Length of the time bars whose prices are read instead of the oracle's, in ms. */
  readonly barMs?: number;
};

/** What `liquidationPressure` does where its options say nothing; `warmUpMs` follows from the others. */
export const liquidationPressureDefaults: Required<Omit<LiquidationPressureOptions, 'warmUpMs' | 'barMs'>> = {
  name: 'liquidationPressure',
  forcedHalfLifeMs: 60_000,
  normHalfLifeMs: 1_800_000,
  forcedShare: 0.1,
  leverages: [3, 5, 10, 20],
  maintenanceMarginFraction: 0.03,
  positionHalfLifeMs: 86_400_000,
  reachBps: 300,
  nearShare: 0.05,
};

type Settings = ForcedBalanceOptions & PositionMapOptions & Pick<Required<LiquidationPressureOptions>, 'warmUpMs'>;

/**
 * Scores to which side forced closing pushes the price, 0-100. A direction: above 50 shorts are being squeezed or are near
 * to it above the price, below 50 longs below it.
 *
 * `50 + 50 x (forced + clusters x (1 - |forced|))`: what happens overrules what may happen. Both parts lie in [-1, 1].
 *
 * - `forced`, measured: (bought - sold) / (bought + sold + much) of the forced trades in USD, time-decayed; `much` is
 *   `forcedShare` of what the market usually trades in that time. Bought closes shorts.
 * - `clusters`, **estimated**: (near above - near below) / (near above + near below + `nearShare` of all open interest), in
 *   base units. The exchange states open interest, not who entered where. When it rises, as much is assumed to have been
 *   opened long as short at the present price, in equal parts of each of `leverages` (or the market's highest, if that is
 *   lower), to be liquidated 1 / leverage - maintenance margin away, in log price. When it falls, all positions shrink
 *   alike; what the price has passed is gone; what is known fades by `positionHalfLifeMs`, since positions change hands
 *   unseen. A position counts exp(-distance / `reachBps`). Collateral of other positions, and what was opened before the
 *   first event, are unknown: the latter counts as far away, so after a start this part is near 0, and tells more with the
 *   hours.
 *
 * The price is the oracle's, by which the exchange liquidates, and the engine emits at `flow`, `forced-flow` and `context`
 * events. With `barMs` prices are those of the complete time bars of that length, highs and lows counting as passed, and
 * it emits at these, `forced-flow` and `context`. Nothing before `warmUpMs` have passed since the first of these events,
 * and nothing before an input was really seen: trades (live), or open interest together with a price. A market with trades
 * but no forced ones and no open interest stated is 50. Mirrored prices and sides give 100 minus the score.
 *
 * After an interruption (`quality` `syncing`) the score is withdrawn, and the warm-up and the map start again.
 * State: 0.7 KB a market.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(liquidationPressure({ reachBps: 200 }))
 * @see Brunnermeier and Pedersen, "Market Liquidity and Funding Liquidity" (2009), for forced closing that feeds on itself
 * @see https://docs.dydx.xyz for margin: a position is liquidated when its equity falls below the maintenance margin
 */
export function liquidationPressure(options: LiquidationPressureOptions = {}): SignalEngine {
  const { name, ...defaulted } = { ...liquidationPressureDefaults, ...options };
  const { forcedHalfLifeMs, normHalfLifeMs, forcedShare, positionHalfLifeMs, reachBps, nearShare } = defaulted;
  const { leverages, maintenanceMarginFraction, warmUpMs = forcedHalfLifeMs, barMs } = defaulted;
  requirePositive({ forcedHalfLifeMs, normHalfLifeMs, forcedShare, positionHalfLifeMs, reachBps, nearShare });
  requireFraction('maintenanceMarginFraction', maintenanceMarginFraction);
  requireLeverages(leverages);
  requireDuration('warmUpMs', warmUpMs);
  const barOf = barMs === undefined ? undefined : barReader(barMs);
  const settings = { ...defaulted, warmUpMs };
  const tradeKind = barMs === undefined ? 'flow' : 'bar';
  const createModel = (cells: Cells): RowModel => new LiquidationPressureModel(settings, barOf, cells);
  return rowEngine(name, createModel, [tradeKind, 'forced-flow', 'context']);
}

function requireLeverages(leverages: readonly number[]): void {
  if (leverages.length === 0) throw new RangeError('leverages must name at least one leverage, was empty');
  for (const leverage of leverages) {
    if (!(leverage > 1 && leverage < Infinity))
      throw new RangeError(`leverages must be finite numbers > 1, was ${leverage}`);
  }
}

class LiquidationPressureModel implements RowModel {
  readonly #time: ElapsedTime;
  readonly #forced: ForcedBalance;
  readonly #positions: PositionMap;
  /** 1 once a trade was seen. */
  readonly #hasTraded: number;
  readonly #msSinceContext: number;

  constructor(
    private readonly settings: Settings,
    private readonly barOf: BarReader | undefined,
    private readonly cells: Cells,
  ) {
    this.#time = new ElapsedTime(cells);
    this.#forced = new ForcedBalance(settings, cells);
    this.#positions = new PositionMap(settings, cells);
    this.#hasTraded = cells.reserve(1);
    this.#msSinceContext = cells.reserve(1);
  }

  update(event: ProcessedMarketData): number | undefined {
    switch (event.kind) {
      case 'flow':
        if (this.barOf !== undefined) return undefined;
        this.cells.row[this.#hasTraded] = 1;
        this.#pass(event, event.buyUsd + event.sellUsd);
        break;
      case 'forced-flow':
        this.#pass(event, 0);
        this.#forced.force(event);
        break;
      case 'context':
        this.#pass(event, 0);
        this.#takeContext(event);
        break;
      case 'bar':
        if (!this.#takeBar(event)) return undefined;
        break;
      default:
        return undefined;
    }
    return this.#score();
  }

  /** Time passed up to this event, in which so much was traded. */
  #pass({ receivedMs }: ProcessedMarketData, usd: number): void {
    const stepMs = this.#time.stepTo(receivedMs);
    const { row } = this.cells;
    row[this.#msSinceContext] = row[this.#msSinceContext]! + stepMs;
    this.#forced.trade(usd, stepMs);
  }

  #takeContext(context: MarketContext): void {
    const { oraclePriceUsd } = context;
    if (this.barOf === undefined && oraclePriceUsd !== undefined) this.#positions.moveTo(oraclePriceUsd);
    const { row } = this.cells;
    this.#positions.state(context, row[this.#msSinceContext]!);
    row[this.#msSinceContext] = 0;
  }

  #takeBar(event: ProcessedMarketData): boolean {
    const bar = this.barOf?.(event);
    if (bar === undefined || !bar.isComplete) return false;
    this.#pass(event, bar.volumeUsd);
    this.#positions.moveTo(bar.closeUsd, bar.lowUsd, bar.highUsd);
    return true;
  }

  #score(): number | undefined {
    const isSeen = this.cells.row[this.#hasTraded] === 1 || this.#positions.isKnown;
    if (!isSeen || this.#time.sinceFirstMs < this.settings.warmUpMs) return undefined;
    const forced = this.#forced.value;
    const clusters = this.#positions.isKnown ? this.#positions.value : 0;
    return 50 + 50 * (forced + clusters * (1 - Math.abs(forced)));
  }
}
