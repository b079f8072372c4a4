import { LineCounter, parseDocument, type Document } from 'yaml';
import { FaultMistake } from './fault-mistake';
import type { FaultScript } from './fault-script';
import { readScheduledFault } from './read-scheduled-fault';

const NAMES = ['seed', 'faults'];

/**
 * Reads a fault script: YAML with a `seed` (an integer, optional) and a list `faults`, each with its `kind`, its times
 * (`at: 10s`, or `every: 5s` with `jitter`, `from`, `until`), what it applies to, and fields of its own.
 *
 * @param where named in errors, for example the path of the file
 * @throws Error of one line: place, line and path of the mistake, what is wrong, for an unknown name the nearest known one
 * @example startLocalExchange({ venue, faults: parseFaultScript(await readFile(path, 'utf8'), path) })
 */
export function parseFaultScript(yamlText: string, where: string): FaultScript {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const reason = (broken.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
    throw new Error(`${where}:${broken.linePos?.[0].line ?? 1}: not YAML (${reason})`);
  }
  try {
    return scriptOf(document.toJS());
  } catch (error) {
    if (!(error instanceof FaultMistake)) throw error;
    throw new Error(`${where}:${lineOf(error.path, document, lines)}: ${error.toString()}`);
  }
}

function scriptOf(value: unknown): FaultScript {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FaultMistake([], 'not a fault script; begin with "faults:" and a list below it');
  }
  const unknownName = Object.keys(value).find((name) => !NAMES.includes(name));
  if (unknownName !== undefined) throw FaultMistake.unknownName([], unknownName, NAMES, 'a fault script');
  const { seed, faults } = value as { readonly seed?: unknown; readonly faults?: unknown };
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw new FaultMistake(['seed'], 'must be an integer');
  if (!Array.isArray(faults)) throw new FaultMistake(['faults'], 'must be a list of faults');
  return {
    ...(seed === undefined ? {} : { seed: seed as number }),
    faults: faults.map((fault, at) => readScheduledFault(fault, ['faults', at])),
  };
}

/** The line of the innermost place of a path that stands in the document. */
function lineOf(path: readonly PropertyKey[], document: Document, lines: LineCounter): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as { readonly range?: readonly number[] } | undefined;
    if (node?.range?.[0] !== undefined) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
