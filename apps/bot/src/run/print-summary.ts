import { type RunSummary } from './run-summary';

function usd(value: number): string {
  return `${value < 0 ? '-' : ''}$${Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** The summary of a run for people, a few lines. */
export function summaryLines(summary: RunSummary, folder: string): readonly string[] {
  const { verdicts, latencyUs } = summary;
  const faults = Object.entries(summary.faults).map(([kind, count]) => `${count} ${kind}`);
  return [
    `frames     ${summary.frames.toLocaleString('en-US')} over ${(summary.inputSpanMs / 1_000).toFixed(1)} s of input, in ${(summary.wallMs / 1_000).toFixed(1)} s (${summary.framesPerSecond.toLocaleString('en-US')} frames/s)`,
    `decisions  ${summary.decisions}; risk approved ${verdicts.approved}, trimmed ${verdicts.trimmed}, refused ${verdicts.refused}; ${summary.orders} orders, ${summary.fills} fills`,
    `equity     ${usd(summary.equityStartUsd)} -> ${usd(summary.equityEndUsd)} (fees ${usd(summary.feesUsd)}, funding ${usd(summary.fundingUsd)})`,
    `faults     ${faults.length === 0 ? 'none' : faults.join(', ')}`,
    `latency    p50 ${latencyUs.p50} us, p99 ${latencyUs.p99} us, p99.9 ${latencyUs.p999} us per frame`,
    `memory     ${summary.peakRssMb} MB at most`,
    `hash       ${summary.decisionHash}`,
    `run log    ${folder}`,
  ];
}
