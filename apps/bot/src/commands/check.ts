import { checkRecording } from '../run-log/check-recording';
import { reportLines } from '../run-log/recording-report';
import { assertRecording } from './assert-recording';
import { EXIT } from './common-options';

/** `perpstream check`: whether a recording still holds what was recorded. */
export async function check(path: string, { json = false }: { readonly json?: boolean }): Promise<number> {
  assertRecording(path);
  const report = await checkRecording(path);
  const { files, contents, problems } = report;
  const lines = json
    ? [JSON.stringify({ path, isWhole: problems.length === 0, problems, files, contents })]
    : reportLines(report);
  process.stdout.write(`${lines.join('\n')}\n`);
  return problems.length === 0 ? EXIT.done : EXIT.failed;
}
