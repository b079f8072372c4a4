import { type DoctorCheck } from '../doctor/doctor-check';
import { checkLines, conclusion } from '../doctor/doctor-lines';
import { examine, type ExamineOptions } from '../doctor/examine';
import { EXIT } from './common-options';

export type DoctorOptions = ExamineOptions & { readonly json?: boolean };

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `perpstream doctor`: whether this computer, its settings and a network are fit for a run, and what to do if not. */
export async function doctor({ json = false, ...options }: DoctorOptions): Promise<number> {
  const checks: DoctorCheck[] = [];
  for await (const check of examine(options)) {
    checks.push(check);
    if (!json) print(checkLines(check));
  }
  const isFit = checks.every(({ state }) => state !== 'fail');
  print([json ? JSON.stringify({ network: options.network, isFit, checks }) : conclusion(checks)]);
  return isFit ? EXIT.done : EXIT.failed;
}
