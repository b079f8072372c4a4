import { z } from 'zod';
import type { ExchangeFault, ExchangeFaultKind } from './exchange-fault';
import { faultDuration } from './fault-duration';
import { FaultMistake } from './fault-mistake';
import { FAULT_KINDS, fieldNames, readFault } from './fault-schemas';
import type { FaultTimes, ScheduledFault } from './fault-script';
import { nearestName } from './nearest-name';

type Fields = Readonly<Record<string, unknown>>;

const repeated = z.strictObject({
  every: faultDuration,
  jitter: z.number().min(0).max(1).default(0),
  from: faultDuration.exactOptional(),
  until: faultDuration.exactOptional(),
});
const once = z.strictObject({ at: faultDuration });

const TIME_NAMES = ['at', ...Object.keys(repeated.shape)];
/** Faults closer together than this would leave no time for anything else. */
const MIN_EVERY_MS = 1;

/** Reads a fault of a script without times, as for injecting it at once. @throws FaultMistake */
export function readInjectedFault(value: unknown, path: readonly PropertyKey[] = []): ExchangeFault {
  const { kind, rest } = withKind(value, path);
  return faultOf(kind, rest, path, fieldNames(kind));
}

/** Reads one entry of the list `faults` of a script. @throws FaultMistake */
export function readScheduledFault(value: unknown, path: readonly PropertyKey[]): ScheduledFault {
  const { kind, rest } = withKind(value, path);
  const isTime = ([name]: [string, unknown]): boolean => TIME_NAMES.includes(name);
  const timeFields = Object.fromEntries(Object.entries(rest).filter(isTime));
  const faultFields = Object.fromEntries(Object.entries(rest).filter((entry) => !isTime(entry)));
  const fault = faultOf(kind, faultFields, path, [...fieldNames(kind), ...TIME_NAMES]);
  return { times: timesOf(timeFields, path), fault };
}

function withKind(value: unknown, path: readonly PropertyKey[]): { kind: ExchangeFaultKind; rest: Fields } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FaultMistake(path, 'must be a fault such as { kind: drop, every: 5s }');
  }
  const { kind, ...rest } = value as Fields;
  const known = FAULT_KINDS.find((name) => name === kind);
  if (known !== undefined) return { kind: known, rest };
  if (typeof kind !== 'string') throw new FaultMistake([...path, 'kind'], `must be one of ${FAULT_KINDS.join(', ')}`);
  throw new FaultMistake(
    [...path, 'kind'],
    `"${kind}" is no kind of fault; did you mean "${nearestName(kind, FAULT_KINDS)}"?`,
  );
}

function faultOf(
  kind: ExchangeFaultKind,
  fields: Fields,
  path: readonly PropertyKey[],
  known: readonly string[],
): ExchangeFault {
  const read = readFault(kind, fields);
  if (read.success) return read.data;
  throw FaultMistake.of(read.error, path, known, kind);
}

function timesOf(fields: Fields, path: readonly PropertyKey[]): FaultTimes {
  if ('at' in fields === 'every' in fields) throw new FaultMistake(path, 'needs a time: either at or every');
  return 'at' in fields ? onceAt(fields, path) : repeatedly(fields, path);
}

function onceAt(fields: Fields, path: readonly PropertyKey[]): FaultTimes {
  const [other] = Object.keys(fields).filter((name) => name !== 'at');
  if (other !== undefined) throw new FaultMistake([...path, other], 'goes with every, not with at');
  const read = once.safeParse(fields);
  if (read.success) return { atMs: read.data.at };
  throw FaultMistake.of(read.error, path, TIME_NAMES, 'at');
}

function repeatedly(fields: Fields, path: readonly PropertyKey[]): FaultTimes {
  const read = repeated.safeParse(fields);
  if (!read.success) throw FaultMistake.of(read.error, path, TIME_NAMES, 'every');
  const { every: everyMs, jitter, from: fromMs, until: untilMs } = read.data;
  if (everyMs < MIN_EVERY_MS) throw new FaultMistake([...path, 'every'], `must be at least ${MIN_EVERY_MS}ms`);
  return {
    everyMs,
    jitter,
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
  };
}
