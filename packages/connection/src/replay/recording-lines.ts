import { parseRecordingLine, unixMs, type FaultSink, type Input, type UnreadableLine } from '@perpstream/core';
import { StringDecoder } from 'node:string_decoder';

/** Damage inside a gzip file shows as garbage: this many unreadable lines within this many lines are no accident. */
const DAMAGED_LINES = 20;
const DOUBTFUL_LINES = 60;

type NumberedLine = { readonly line: number; readonly content: Input | UnreadableLine };

/**
 * Cuts the text of one file into lines and reads them as inputs. What cannot be read is a fault with file and line.
 *
 * From an unreadable line on, the next lines are held back until it is clear whether this was one bad line or the
 * beginning of damage: in damage some lines still look like inputs.
 */
export class RecordingLines {
  readonly #decoder = new StringDecoder('utf8');
  #unfinished = '';
  #line = 0;
  #latestUs = 0;
  #doubtful: NumberedLine[] = [];
  #isDamaged = false;

  constructor(
    private readonly file: string,
    private readonly faults: FaultSink,
  ) {}

  /** Nothing after this is worth reading; it has been reported. */
  get isDamaged(): boolean {
    return this.#isDamaged;
  }

  /** The inputs of the lines that end in these bytes. */
  read(bytes: Buffer): readonly Input[] {
    const lines = (this.#unfinished + this.#decoder.write(bytes)).split('\n');
    this.#unfinished = lines.pop() ?? '';
    return this.#inputsOf(lines);
  }

  /** The file is complete: its last line may lack its end. */
  end(): readonly Input[] {
    const inputs = this.#inputsOf([this.#unfinished + this.#decoder.end()]);
    return this.#isDamaged ? inputs : [...inputs, ...this.#settleDoubt()];
  }

  /** The file cannot be read any further: one fault, for the unfinished line and for what was in doubt. */
  breakOff(reason: string): void {
    this.#isDamaged = true;
    const line = this.#doubtful[0]?.line ?? this.#line + 1;
    this.#report(line, `cut off here (${reason}), what follows is left out`);
  }

  #inputsOf(lines: readonly string[]): readonly Input[] {
    const inputs: Input[] = [];
    for (const text of lines) {
      this.#line += 1;
      if (text === '') continue;
      const content = parseRecordingLine(text.endsWith('\r') ? text.slice(0, -1) : text);
      if (content.kind !== 'unreadable') this.#latestUs = content.receivedUs;
      if (content.kind !== 'unreadable' && this.#doubtful.length === 0) {
        inputs.push(content);
        continue;
      }
      this.#doubtful.push({ line: this.#line, content });
      if (this.#unreadable.length >= DAMAGED_LINES) {
        this.breakOff('the file is damaged');
        break;
      }
      if (this.#doubtful.length >= DOUBTFUL_LINES) inputs.push(...this.#settleDoubt());
    }
    return inputs;
  }

  get #unreadable(): readonly NumberedLine[] {
    return this.#doubtful.filter(({ content }) => content.kind === 'unreadable');
  }

  /** Single bad lines: reports them and gives the inputs between them. */
  #settleDoubt(): readonly Input[] {
    const inputs: Input[] = [];
    for (const { line, content } of this.#doubtful) {
      if (content.kind === 'unreadable') this.#report(line, `line left out: ${content.reason}`);
      else inputs.push(content);
    }
    this.#doubtful = [];
    return inputs;
  }

  #report(line: number, message: string): void {
    const receivedMs = unixMs(this.#latestUs / 1_000);
    this.faults.report({ kind: 'recording', where: `${this.file}:${line}`, message, receivedMs });
  }
}
