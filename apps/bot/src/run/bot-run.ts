import { join } from 'node:path';
import { type AuditEvent, type Fault, type FaultSink, type Input, type RiskState } from '@perpstream/core';
import { Subject, type Observable } from 'rxjs';
import { compose } from '../compose';
import { type BotConfig } from '../config/config-schema';
import { RunLogFolder } from '../run-log/run-log-folder';
import { DecisionHash } from './decision-hash';
import { Pipeline } from './pipeline';
import { RunStatistics, type RunSummary } from './run-summary';
import { systemClock } from './system-clock';

/** What names a run and says what it works with. */
export type BotRunOptions = {
  readonly command: string;
  readonly network: string;
  readonly version: string;
  readonly config: BotConfig;
  /** Folder of the run log; by default a new one under `runs/`. */
  readonly out?: string | undefined;
};

function defaultFolder(command: string, startedAt: string): string {
  return join('runs', `${startedAt.replace(/[:.]/g, '-')}-${command}`);
}

/** Whether it is its operator alone who keeps new exposure out of all markets. */
function isHaltedByOperator({ locks }: RiskState): boolean {
  const halting = locks.filter(({ marketId }) => marketId === undefined);
  return halting.length > 0 && halting.every(({ protection }) => protection === 'operator-halt');
}

/** One run of the bot: the pipeline, its log and its statistics, fed from outside by `handle`. */
export class BotRun implements FaultSink {
  readonly #audit = new Subject<AuditEvent>();
  readonly #pipeline: Pipeline;
  #failure: Error | undefined;
  #wasHaltedBeforeStop: boolean | undefined;
  #isHaltedByOperator = false;

  private constructor(
    readonly log: RunLogFolder,
    private readonly statistics: RunStatistics,
    config: BotConfig,
  ) {
    this.#pipeline = new Pipeline((scheduler) => compose(config, scheduler), {
      input: (input) => log.recordInput(input),
      audit: (audit) => this.#observe(audit),
      failure: (error) => (this.#failure = error instanceof Error ? error : new Error(String(error))),
    });
  }

  static async start({ command, network, version, config, out }: BotRunOptions): Promise<BotRun> {
    const startedAt = new Date(systemClock.now()).toISOString();
    const hash = new DecisionHash();
    const path = out ?? defaultFolder(command, startedAt);
    const log = await RunLogFolder.create(path, { version, command, network, config, startedAt }, hash);
    return new BotRun(log, new RunStatistics(config.account.startBalanceUsd, hash), config);
  }

  /** Everything the run does, for views. */
  get audit$(): Observable<AuditEvent> {
    return this.#audit.asObservable();
  }

  /** The run ended with new exposure stopped by a risk limit. That its operator stopped it is no limit. */
  get isHaltedByRisk(): boolean {
    return this.#wasHaltedBeforeStop ?? (this.statistics.isHaltedByRisk && !this.#isHaltedByOperator);
  }

  /**
   * A run that broke takes nothing more: what its end still sends is left out.
   *
   * @throws Error when an invariant of the core broke: the run must end
   */
  handle(input: Input): void {
    if (this.#isBroken) return;
    if (input.kind === 'command' && input.command === 'stop') this.#wasHaltedBeforeStop ??= this.isHaltedByRisk;
    const startedNs = process.hrtime.bigint();
    this.#pipeline.handle(input);
    this.statistics.addInput(input, process.hrtime.bigint() - startedNs);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** For faults that happen before an input reaches the core, such as an unreadable line. */
  report(fault: Fault): void {
    this.statistics.addFault(fault);
    this.#audit.next({ topic: 'fault', event: fault });
  }

  get #isBroken(): boolean {
    return this.#failure !== undefined;
  }

  #observe(audit: AuditEvent): void {
    // First the statistics, which move the rolling hash that the log writes down.
    this.statistics.addAudit(audit);
    if (audit.topic === 'risk') this.#isHaltedByOperator = isHaltedByOperator(audit.event);
    this.log.recordAudit(audit);
    this.#audit.next(audit);
  }

  async finish(): Promise<RunSummary> {
    this.#pipeline.stop();
    this.#audit.complete();
    const summary = this.statistics.summary();
    await this.log.close(summary);
    return summary;
  }
}
