import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { type AuditEvent, type Fault, type Input } from '@perpstream/core';
import { type DecisionHash } from './decision-hash';

/** The result of a run; the keys are stable, `--json` prints exactly this. */
export type RunSummary = {
  readonly frames: number;
  readonly events: number;
  readonly decisions: number;
  readonly verdicts: { readonly approved: number; readonly trimmed: number; readonly refused: number };
  readonly orders: number;
  readonly fills: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly equityStartUsd: number;
  readonly equityEndUsd: number;
  readonly feesUsd: number;
  readonly fundingUsd: number;
  readonly decisionHash: string;
  /** Receive time from the first to the last input. */
  readonly inputSpanMs: number;
  readonly wallMs: number;
  readonly framesPerSecond: number;
  /** From handing a frame to the core to its last decision, in microseconds. */
  readonly latencyUs: { readonly p50: number; readonly p99: number; readonly p999: number };
  readonly peakRssMb: number;
};

/** Counts what a run does, from its inputs and its audit events. */
export class RunStatistics {
  readonly #latencyNs: RecordableHistogram = createHistogram();
  readonly #faults: Record<string, number> = {};
  readonly #verdicts = { approved: 0, trimmed: 0, refused: 0 };
  readonly #startedNs = process.hrtime.bigint();
  #frames = 0;
  #events = 0;
  #decisions = 0;
  #orders = 0;
  #fills = 0;
  #firstUs: number | undefined;
  #lastUs = 0;
  #equityUsd: number;
  #feesUsd = 0;
  #fundingUsd = 0;
  #isHalted = false;

  constructor(
    private readonly equityStartUsd: number,
    private readonly hash: DecisionHash,
  ) {
    this.#equityUsd = equityStartUsd;
  }

  /** New exposure is stopped by a risk limit. */
  get isHaltedByRisk(): boolean {
    return this.#isHalted;
  }

  addInput(input: Input, tookNs: bigint): void {
    this.#firstUs ??= input.receivedUs;
    this.#lastUs = Math.max(this.#lastUs, input.receivedUs);
    if (input.kind !== 'frame') return;
    this.#frames += 1;
    this.#latencyNs.record(tookNs > 0n ? tookNs : 1n);
  }

  addAudit(audit: AuditEvent): void {
    this.#events += 1;
    this.hash.add(audit);
    switch (audit.topic) {
      case 'decision':
        this.#decisions += 1;
        break;
      case 'verdict':
        if (audit.event.subject === 'decision' || audit.event.kind === 'refused') this.#verdicts[audit.event.kind] += 1;
        break;
      case 'order':
        if (audit.event.kind === 'order') this.#orders += 1;
        break;
      case 'execution':
        if (audit.event.kind === 'filled' || audit.event.kind === 'partially-filled') this.#fills += 1;
        break;
      case 'risk':
        this.#equityUsd = audit.event.equityUsd;
        this.#isHalted = audit.event.isHalted;
        break;
      case 'account':
        this.#feesUsd = audit.event.feesUsd;
        this.#fundingUsd = audit.event.fundingUsd;
        break;
      case 'fault':
        this.addFault(audit.event);
        break;
      case 'connection':
      case 'stream':
      case 'attribution':
      case 'data':
      case 'scores':
      case 'position':
      case 'account-change':
      case 'protection':
        break;
    }
  }

  /** Also for faults outside the pipeline, such as an unreadable line of a recording. */
  addFault({ kind }: Fault): void {
    this.#faults[kind] = (this.#faults[kind] ?? 0) + 1;
  }

  summary(): RunSummary {
    const wallMs = Number((process.hrtime.bigint() - this.#startedNs) / 1_000n) / 1_000;
    const latency = (percentile: number): number => Math.round(this.#latencyNs.percentile(percentile) / 100) / 10;
    return {
      frames: this.#frames,
      events: this.#events,
      decisions: this.#decisions,
      verdicts: this.#verdicts,
      orders: this.#orders,
      fills: this.#fills,
      faults: this.#faults,
      equityStartUsd: this.equityStartUsd,
      equityEndUsd: this.#equityUsd,
      feesUsd: this.#feesUsd,
      fundingUsd: this.#fundingUsd,
      decisionHash: this.hash.value,
      inputSpanMs: this.#firstUs === undefined ? 0 : (this.#lastUs - this.#firstUs) / 1_000,
      wallMs,
      framesPerSecond: Math.round(this.#frames / (wallMs / 1_000)),
      latencyUs: { p50: latency(50), p99: latency(99), p999: latency(99.9) },
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 102.4) / 10,
    };
  }
}
