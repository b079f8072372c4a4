import { type AuditEvent } from '@perpstream/core';
import { composeDecoded } from '../../compose';
import { type BotConfig } from '../../config/config-schema';
import { LongerCandles } from '../market/longer-candles';
import { MarketSimulator, type MarketAssumptions } from '../market/market-simulator';
import { type PathName } from '../market/price-path';
import { BacktestRecorder } from '../results/backtest-recorder';
import { type CandleCursor } from '../sources/candle-cursor';
import { resolutionOf } from '../sources/candle-length';
import { candleRounds } from '../sources/candle-rounds';
import { type FundingTable } from '../sources/funding-table';
import { payRealFunding } from './pay-real-funding';
import { RoundPlayer } from './round-player';
import { StepFeeder } from './step-feeder';

/** Orders never wait for a block longer than that many candles: then there are no data. */
const BLOCK_TIMEOUT_CANDLES = 3;

/** What a backtest is made of. */
export type BacktestOptions = {
  /** Fit for candles of this length, see `backtestConfig`. */
  readonly config: BotConfig;
  readonly candleMs: number;
  /** Files that hold their first candles already; one for each market. */
  readonly cursors: readonly CandleCursor[];
  readonly funding: FundingTable;
  readonly path: PathName;
  readonly assumptionsOf: (ticker: string) => MarketAssumptions;
  /** Ends the run between two pieces of the files. */
  readonly signal: AbortSignal;
  /** Is told everything that the bot does, besides the recorder. */
  readonly observe?: (audit: AuditEvent) => void;
};

/** What was played, and what came of it. */
export type BacktestRun = {
  readonly recorder: BacktestRecorder;
  readonly candles: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly steps: number;
  /** Prices that were played: steps times the markets that had one. */
  readonly prices: number;
};

function simulatorsOf({ config, candleMs, cursors, funding, assumptionsOf }: BacktestOptions): MarketSimulator[] {
  return cursors.map(({ marketId }, clobPairId) => {
    const candles = config.data.barIntervalsMs.map((lengthMs) => new LongerCandles(resolutionOf(lengthMs)!, lengthMs));
    const assumptions = assumptionsOf(marketId);
    return new MarketSimulator({
      marketId,
      clobPairId,
      candleMs,
      assumptions,
      funding: funding.get(marketId),
      candles,
    });
  });
}

/**
 * Plays candles through the whole bot: the same composition as live, behind the decoder, with paper fills.
 *
 * Deterministic: the same files, options and configuration lead to the same decisions.
 */
export async function runBacktest(options: BacktestOptions): Promise<BacktestRun> {
  const { config, candleMs, cursors, funding, path, signal, observe } = options;
  const recorder = new BacktestRecorder();
  const settlement = payRealFunding(funding);
  const blockTimeoutMs = BLOCK_TIMEOUT_CANDLES * candleMs;
  const feeder = new StepFeeder(
    (scheduler) => composeDecoded(config, scheduler, { blockTimeoutMs, settlement }),
    (audit) => {
      recorder.observe(audit);
      observe?.(audit);
    },
  );
  const player = new RoundPlayer({ feeder, markets: simulatorsOf(options), candleMs, path });
  let [candles, fromMs, toMs] = [0, Infinity, -Infinity];
  for await (const rounds of candleRounds(cursors)) {
    if (signal.aborted) break;
    for (const round of rounds) {
      player.play(round);
      candles += round.candles.length;
      fromMs = Math.min(fromMs, round.startMs);
      toMs = round.startMs + candleMs;
      recorder.sample(toMs);
    }
  }
  feeder.stop();
  await Promise.all(cursors.map((cursor) => cursor.close()));
  const pricesPerCandle = path === 'ohlc' ? 4 : 2;
  return { recorder, candles, fromMs, toMs, steps: feeder.steps, prices: candles * pricesPerCandle };
}
