import { z } from 'zod';
import { CHANNEL_NAMES } from '../indexer-api/channel';
import type { ExchangeFault, ExchangeFaultKind } from './exchange-fault';
import { faultDuration } from './fault-duration';
import { MARKET_FAULT_RANGES } from './market-fault-ranges';

const channel = z.enum(CHANNEL_NAMES).exactOptional();
const market = z.string().min(1).exactOptional();
const target = { connections: z.enum(['one', 'all']).exactOptional(), channel, market };
const count = z.int().min(1).max(1_000_000).default(1);
const frames = { ...target, frames: count };
const connectionTime = { ...target, for: faultDuration };
const oneMarket = z.string().min(1);
const within = ([low, high]: readonly [number, number]): z.ZodNumber => z.number().min(low).max(high);
const closeCode = z
  .int()
  .refine(
    (code) => (code >= 1_000 && code <= 1_003) || (code >= 1_007 && code <= 1_014) || (code >= 3_000 && code <= 4_999),
    {
      error: 'must be a close code that can be sent: 1000..1003, 1007..1014 or 3000..4999',
    },
  );

/** The fields of each kind of fault as they stand in a script, times of its own apart. */
const FIELDS = {
  drop: z.strictObject(frames),
  duplicate: z.strictObject(frames),
  reorder: z.strictObject(frames),
  corrupt: z.strictObject({ ...frames, how: z.enum(['cut', 'flip', 'break']).exactOptional() }),
  delay: z.strictObject(connectionTime),
  mute: z.strictObject(connectionTime),
  'half-open': z.strictObject(connectionTime),
  close: z.strictObject({ ...target, code: closeCode.default(1_001), reason: z.string().max(120).default('') }),
  cut: z.strictObject(target),
  'jump-message-id': z.strictObject({ ...target, by: z.int().min(1).max(1e12) }),
  'snapshot-loss': z.strictObject({ channel, market, subscribes: count, for: faultDuration }),
  'fail-subscription': z.strictObject({
    channel,
    market,
    subscribes: count,
    answer: z.enum(['internal-error', 'limit', 'invalid-id', 'silence']).default('internal-error'),
  }),
  'refuse-connections': z.strictObject({ for: faultDuration }),
  'freeze-market': z.strictObject({ market, for: faultDuration }),
  restart: z.strictObject({ downFor: faultDuration }),
  rest: z
    .strictObject({
      for: faultDuration,
      path: z.string().startsWith('/', 'must start with /, for example /orderbooks').exactOptional(),
      status: z.int().min(400).max(599).exactOptional(),
      slow: faultDuration.exactOptional(),
      hang: z.literal(true).exactOptional(),
      malformed: z.literal(true).exactOptional(),
    })
    .refine((fields) => ['status', 'slow', 'hang', 'malformed'].some((name) => Object.hasOwn(fields, name)), {
      error: 'needs at least one of status, slow, hang, malformed',
    }),
  'price-move': z.strictObject({ market, by: within(MARKET_FAULT_RANGES.by), over: faultDuration }),
  'oracle-freeze': z.strictObject({ market, for: faultDuration }),
  'funding-rate': z.strictObject({ market: oneMarket, rate: z.number(), for: faultDuration }),
  liquidity: z.strictObject({ market, factor: within(MARKET_FAULT_RANGES.factor), for: faultDuration }),
  'market-status': z.strictObject({
    market: oneMarket,
    status: z.enum(['PAUSED', 'CANCEL_ONLY', 'POST_ONLY', 'FINAL_SETTLEMENT']),
    for: faultDuration,
  }),
  'open-interest': z.strictObject({
    market: oneMarket,
    usd: within(MARKET_FAULT_RANGES.openInterestUsd),
    for: faultDuration,
  }),
  'halt-chain': z.strictObject({ for: faultDuration }),
} as const;

/** The kinds of faults, as scripts name them. */
export const FAULT_KINDS: readonly ExchangeFaultKind[] = Object.keys(FIELDS) as ExchangeFaultKind[];

/** The names that a fault of a kind may have besides its times. */
export function fieldNames(kind: ExchangeFaultKind): readonly string[] {
  return Object.keys(FIELDS[kind].shape);
}

/** Scripts write `for: 5s`; in the program the name carries the unit. */
const WITH_UNIT: Readonly<Record<string, string>> = {
  for: 'forMs',
  downFor: 'downForMs',
  slow: 'slowMs',
  over: 'overMs',
  usd: 'openInterestUsd',
};

/** Reads the fields of a fault whose kind is known. */
export function readFault(kind: ExchangeFaultKind, fields: object): z.ZodSafeParseResult<ExchangeFault> {
  const named = (parsed: object): ExchangeFault => {
    const entries = Object.entries(parsed).map(([name, value]) => [WITH_UNIT[name] ?? name, value as unknown]);
    return { kind, ...Object.fromEntries(entries) } as ExchangeFault;
  };
  return FIELDS[kind].transform(named).safeParse(fields);
}
