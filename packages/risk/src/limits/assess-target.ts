import type { DecisionPart, DecisionVerdict, LimitHit, TargetDecision } from '@perpstream/core';
import type { MarketRisk } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';
import { blockingHits } from './blocking-hits';
import { limitHit } from './limit-hit';
import { hitsAt, largestUsd, limitRooms } from './limit-rooms';
import { roomQuestion } from './room-question';
import { approved, refused, trimmed } from './verdicts';

/** Float64 noise between a target and a position of the same worth. */
const SAME = 1 + 1e-12;

/** Whether a target asks for no exposure that the account does not hold; 0 and sizes need no mark. */
function isReducing({ targetNotionalUsd, targetSizeBase }: TargetDecision, market: MarketRisk): boolean {
  const { sizeBase, notionalUsd } = market;
  const target = targetSizeBase ?? targetNotionalUsd;
  if (target === 0) return true;
  const isSameSide = target > 0 === sizeBase > 0;
  const held = targetSizeBase === undefined ? notionalUsd : sizeBase;
  return isSameSide && Math.abs(target) <= Math.abs(held) * SAME;
}

function isFlip(targetUsd: number, { sizeBase }: MarketRisk): boolean {
  return targetUsd * sizeBase < 0;
}

function partsOf({ strategy, targetNotionalUsd, parts }: TargetDecision): readonly DecisionPart[] {
  return parts ?? [{ strategy, targetNotionalUsd }];
}

/** Reserves what was let through. A target stated as a size is worth its size; nothing while there is no mark. */
function reserved(book: RiskBook, market: MarketRisk, verdict: DecisionVerdict): DecisionVerdict {
  if (verdict.kind === 'refused' || verdict.decision.kind !== 'target') return verdict;
  const { targetNotionalUsd, targetSizeBase } = verdict.decision;
  const notionalUsd = targetSizeBase === undefined ? targetNotionalUsd : targetSizeBase * market.oraclePriceUsd;
  book.reserveTarget(market, Number.isNaN(notionalUsd) ? 0 : notionalUsd, partsOf(verdict.decision));
  return verdict;
}

/** The decision with less: its parts shrink alike, so that they still add up to it. */
function shrunk(decision: TargetDecision, targetNotionalUsd: number): TargetDecision {
  if (decision.parts === undefined) return { ...decision, targetNotionalUsd };
  const share = targetNotionalUsd / decision.targetNotionalUsd;
  const parts = decision.parts.map((part) => ({ ...part, targetNotionalUsd: part.targetNotionalUsd * share }));
  return { ...decision, targetNotionalUsd, parts };
}

/** What may be done when the asked size does not fit: less, nothing new, or (of a flip) the closing part alone. */
function cut(
  decision: TargetDecision,
  market: MarketRisk,
  largest: number,
  hits: LimitHit[],
  leastUsd: number,
): DecisionVerdict {
  const { targetNotionalUsd: askedUsd } = decision;
  const flips = isFlip(askedUsd, market);
  const heldUsd = flips ? 0 : Math.abs(market.notionalUsd);
  const keepsMeaning = largest > heldUsd && largest - heldUsd >= leastUsd;
  if (!keepsMeaning && !flips) return refused(decision, hits);
  const targetNotionalUsd = keepsMeaning ? Math.sign(askedUsd) * largest : 0;
  return trimmed(shrunk(decision, targetNotionalUsd), hits, askedUsd);
}

function judge(book: RiskBook, market: MarketRisk, decision: TargetDecision): DecisionVerdict {
  const { targetNotionalUsd } = decision;
  const { limits } = book.options;
  const blocks = blockingHits(book, market, decision.receivedMs);
  if (blocks.length > 0) return cut(decision, market, 0, blocks, limits.minNotionalUsd);
  const sign = targetNotionalUsd > 0 ? 1 : -1;
  const whole = { parts: partsOf(decision), wholeUsd: targetNotionalUsd };
  const rooms = limitRooms(roomQuestion(book, market, sign, whole));
  const hits = hitsAt(rooms, Math.abs(targetNotionalUsd));
  if (hits.length === 0) return approved(decision);
  const largest = largestUsd(rooms) * (1 - limits.trimHeadroom);
  return cut(decision, market, largest, hits, Math.max(limits.minNotionalUsd, market.stepUsd));
}

/** A size stands for making a position smaller; the position has become smaller than that, or another, meanwhile. */
function holding(decision: TargetDecision, market: MarketRisk, targetSizeBase: number): DecisionVerdict {
  const { sizeBase, oraclePriceUsd } = market;
  const message = `a target size of ${targetSizeBase} may not exceed the ${sizeBase} held`;
  const targetNotionalUsd = Number.isNaN(oraclePriceUsd) ? 0 : sizeBase * oraclePriceUsd;
  const hits = [limitHit('reduce-only', targetSizeBase, sizeBase, message)];
  return trimmed({ ...decision, targetNotionalUsd, targetSizeBase: sizeBase }, hits, decision.targetNotionalUsd);
}

function verdictOn(decision: TargetDecision, market: MarketRisk, book: RiskBook): DecisionVerdict {
  if (isReducing(decision, market)) return approved(decision);
  const { targetSizeBase } = decision;
  return targetSizeBase === undefined ? judge(book, market, decision) : holding(decision, market, targetSizeBase);
}

/**
 * Judges a target. Holding less of the same side, or nothing, is always approved. A flip is judged by its opening part: if that
 * may not be, the position may still be closed. An increase is trimmed to what fits. A target stated as a size never adds, and
 * needs no mark.
 */
export function assessTarget(book: RiskBook, decision: TargetDecision): DecisionVerdict {
  const { targetNotionalUsd, targetSizeBase } = decision;
  const market = book.market(decision.marketId);
  const target = targetSizeBase ?? targetNotionalUsd;
  if (!Number.isFinite(target)) {
    return refused(decision, [limitHit('not-finite', 0, 0, `the target is ${target}, not a finite number`)]);
  }
  return reserved(book, market, verdictOn(decision, market, book));
}
