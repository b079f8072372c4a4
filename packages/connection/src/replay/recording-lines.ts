import { parseRecordingLine, unixMs, type FaultSink, type Input } from '@perpstream/core';
import { StringDecoder } from 'node:string_decoder';

/** Cuts the text of one file into lines and reads them as inputs. What cannot be read is a fault with file and line. */
export class RecordingLines {
  readonly #decoder = new StringDecoder('utf8');
  #unfinished = '';
  #line = 0;
  #latestUs = 0;

  constructor(
    private readonly file: string,
    private readonly faults: FaultSink,
  ) {}

  /** The inputs of all lines that end in these bytes. */
  read(bytes: Buffer): readonly Input[] {
    const lines = (this.#unfinished + this.#decoder.write(bytes)).split('\n');
    this.#unfinished = lines.pop() ?? '';
    return this.#inputsOf(lines);
  }

  /** The file is complete: its last line may lack its end. */
  end(): readonly Input[] {
    const last = this.#unfinished + this.#decoder.end();
    this.#unfinished = '';
    return this.#inputsOf([last]);
  }

  /** The file is cut off, and with it the line that is not finished. */
  breakOff(reason: string): void {
    this.#report(this.#line + 1, `cut off here (${reason}); everything before was read`);
  }

  #inputsOf(lines: readonly string[]): readonly Input[] {
    const inputs: Input[] = [];
    for (const line of lines) {
      this.#line += 1;
      if (line === '') continue;
      const input = parseRecordingLine(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (input.kind === 'unreadable') this.#report(this.#line, `line left out: ${input.reason}`);
      else {
        this.#latestUs = input.receivedUs;
        inputs.push(input);
      }
    }
    return inputs;
  }

  #report(line: number, message: string): void {
    const receivedMs = unixMs(this.#latestUs / 1_000);
    this.faults.report({ kind: 'recording', where: `${this.file}:${line}`, message, receivedMs });
  }
}
