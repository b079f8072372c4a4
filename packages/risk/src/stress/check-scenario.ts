import type { StressScenario } from './stress-scenario';

type Bound = { readonly text: string; readonly holds: (value: number) => boolean };
type Fields = Readonly<Record<string, unknown>>;

const finite: Bound = { text: 'a finite number', holds: Number.isFinite };
const move: Bound = { text: 'a finite number >= -1', holds: (value) => value >= -1 && value < Infinity };
const bps: Bound = { text: 'in [0, 10000]', holds: (value) => value >= 0 && value <= 10_000 };
const atLeastZero: Bound = { text: 'finite and >= 0', holds: (value) => value >= 0 && value < Infinity };
const positive: Bound = { text: 'finite and > 0', holds: (value) => value > 0 && value < Infinity };

const NUMBERS: Readonly<Record<StressScenario['kind'], Readonly<Record<string, Bound>>>> = {
  market: { moveFraction: move },
  beta: { moveFraction: move },
  historical: { atMs: finite, otherMoveFraction: move },
  funding: { longPaysRate1h: finite, shortPaysRate1h: finite, hours: atLeastZero },
  liquidity: { depthShare: positive, flatBps: bps },
  combined: {},
};

function isKind(kind: unknown): kind is StressScenario['kind'] {
  return typeof kind === 'string' && Object.hasOwn(NUMBERS, kind);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'undefined').slice(0, 60);
}

function checkNumber(path: string, value: unknown, { text, holds }: Bound): void {
  if (typeof value === 'number' && holds(value)) return;
  throw new RangeError(`${path} must be ${text}, was ${shown(value)}`);
}

function checkReturns(path: string, returns: unknown): void {
  if (!isFields(returns)) throw new RangeError(`${path} must be an object of numbers, was ${shown(returns)}`);
  for (const [market, value] of Object.entries(returns)) checkNumber(`${path}["${market}"]`, value, move);
}

function checkParts(path: string, parts: unknown): void {
  if (!Array.isArray(parts)) throw new RangeError(`${path} must be a list of scenarios, was ${shown(parts)}`);
  parts.forEach((part, index) => checkScenario(part, `${path}[${index}]`));
}

/**
 * Checks every field of a scenario, whether it came from code or from a file.
 *
 * @param path where it stands, for the message
 * @throws RangeError in one line: the field, its bound and its value
 */
export function checkScenario(scenario: unknown, path: string): asserts scenario is StressScenario {
  if (!isFields(scenario)) throw new RangeError(`${path} must be an object, was ${shown(scenario)}`);
  const { kind, name } = scenario;
  if (!isKind(kind)) {
    throw new RangeError(`${path}.kind must be one of ${Object.keys(NUMBERS).join(', ')}, was ${shown(kind)}`);
  }
  if (typeof name !== 'string' || name === '') throw new RangeError(`${path}.name must be a text, was ${shown(name)}`);
  for (const [field, bound] of Object.entries(NUMBERS[kind])) checkNumber(`${path}.${field}`, scenario[field], bound);
  if (kind === 'historical') checkReturns(`${path}.returns`, scenario['returns']);
  if (kind === 'combined') checkParts(`${path}.parts`, scenario['parts']);
}
