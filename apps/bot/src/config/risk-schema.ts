import {
  DEFAULT_GUARD_SETTINGS,
  DEFAULT_PROTECTIONS,
  DEFAULT_RISK_LEVELS,
  DEFAULT_RISK_LIMITS,
  type GuardOptions,
  type GuardSettings,
  type ProtectionOptions,
  type RiskLevelOptions,
  type RiskLimits,
} from '@perpstream/risk';
import { z } from 'zod';

/** JSON and YAML have no common word for a bound that never bites. */
const OFF = 'off';

const bound = z.union([z.number(), z.literal(OFF)], {
  error: `expected a number, or ${OFF} for a bound that never bites`,
});

/** Bounds of a part of the risk layer by their names; those left out keep the defaults of the layer. */
type Bounds<Defaults> = { readonly [Name in keyof Defaults]?: number | typeof OFF | undefined };

/** What a configuration says of risk. */
export type RiskConfig = Bounds<RiskLimits> & {
  readonly strategyBudgetsUsd: Readonly<Record<string, number>>;
  readonly levels: Bounds<RiskLevelOptions>;
  readonly protections: Bounds<ProtectionOptions>;
  readonly guard: Bounds<GuardSettings>;
};

function boundsOf(defaults: object): Record<string, z.ZodType> {
  return Object.fromEntries(Object.keys(defaults).map((name) => [name, bound.optional()]));
}

function partOf(defaults: object): z.ZodType {
  return z.strictObject(boundsOf(defaults)).prefault({});
}

/** Bounds of the risk layer, whose ranges it checks itself. The bot states those that fit its paper account. */
const schema = z.strictObject({
  ...boundsOf(DEFAULT_RISK_LIMITS),
  maxPositionNotionalUsd: bound.default(5_000).describe('largest position of one market'),
  maxGrossNotionalUsd: bound.default(15_000).describe('largest sum of all positions, resting orders included'),
  maxDailyLossUsd: bound.default(300).describe('a loss of so much in a UTC day stops new exposure until the next'),
  maxDailyLossFraction: bound.default(0.03).describe('the same as a share of the equity at the start of the day'),
  trimHeadroom: bound.default(0.01).describe('what trimming leaves free below a bound'),
  strategyBudgetsUsd: z
    .record(z.string(), z.number())
    .default({})
    .describe('largest notional of a strategy over all markets, by its name'),
  levels: partOf(DEFAULT_RISK_LEVELS).describe('where the levels watch, warning and critical begin'),
  protections: partOf(DEFAULT_PROTECTIONS).describe('what locks new exposure for a while'),
  guard: partOf(DEFAULT_GUARD_SETTINGS).describe('how positions are reduced on the level critical'),
});

/** The part `risk` of a configuration. */
export const riskSchema: z.ZodType<RiskConfig, object> = schema as unknown as z.ZodType<RiskConfig, object>;

function numbersOf<Name extends string>(bounds: {
  readonly [Each in Name]?: number | typeof OFF | undefined;
}): Partial<Record<Name, number>> {
  const numbers: Partial<Record<Name, number>> = {};
  for (const name of Object.keys(bounds) as Name[]) {
    const value: number | typeof OFF | undefined = bounds[name];
    if (value !== undefined) numbers[name] = value === OFF ? Infinity : value;
  }
  return numbers;
}

/** What the operators of the risk layer are told. All of them get the same, so that they judge alike. */
export function riskOptionsOf(risk: RiskConfig): GuardOptions {
  const { levels, protections, guard, strategyBudgetsUsd, ...limits } = risk;
  return {
    limits: numbersOf(limits),
    levels: numbersOf(levels),
    protections: numbersOf(protections),
    guard: numbersOf(guard),
    strategyBudgetsUsd,
  };
}
