import {
  crossSectionalDefaults,
  fundingCarryDefaults,
  gridDefaults,
  marketMakerDefaults,
  meanReversionDefaults,
  momentumSniperDefaults,
  pairsDefaults,
  type CrossSectionalOptions,
  type FundingCarryOptions,
  type GridOptions,
  type MarketMakerOptions,
  type MeanReversionOptions,
  type MomentumSniperOptions,
  type PairsOptions,
} from '@perpstream/strategy';
import { z } from 'zod';
import { schemaOfOptions, type FurtherOptions } from './schema-of-options';

/** A strategy as the configuration tells it: which one, what it may spend, and its own options. */
type Told<Use extends string, Options> = Omit<Options, 'scheduler'> & {
  readonly use: Use;
  /** Name of its decisions; that of the strategy when it is left out. */
  readonly name?: string;
  readonly budgetUsd: number;
};

/** Any of the strategies. */
export type StrategyConfig =
  | Told<'momentumSniper', MomentumSniperOptions>
  | Told<'meanReversion', MeanReversionOptions>
  | Told<'crossSectional', CrossSectionalOptions>
  | Told<'fundingCarry', FundingCarryOptions>
  | Told<'pairs', PairsOptions>
  | Told<'marketMaker', MarketMakerOptions>
  | Told<'grid', GridOptions>;

const DEFAULT_BUDGET_USD = 3_000;

const vote = z.strictObject({
  role: z.enum(['direction', 'confirmation']),
  weight: z.number(),
  isOptional: z.boolean().optional(),
});
const scoreBounds = z.record(z.string(), z.strictObject({ min: z.number(), max: z.number() }));
const range = z.strictObject({ lowerUsd: z.number(), upperUsd: z.number() });

function told(use: StrategyConfig['use'], defaults: object, further: FurtherOptions = {}): z.ZodObject {
  return schemaOfOptions(defaults, further).extend({
    use: z.literal(use),
    name: z.string().min(1).optional().describe('name of its decisions, for strategies that run twice'),
    budgetUsd: z.number().positive().default(DEFAULT_BUDGET_USD).describe('most it may have at work, in USD'),
  });
}

/** The budget of a portfolio is that of its place in the list. */
function portfolio(
  use: StrategyConfig['use'],
  defaults: { readonly allocation: { readonly budgetUsd: number } },
  further: FurtherOptions = {},
): z.ZodObject {
  const allocation = schemaOfOptions(defaults.allocation).omit({ budgetUsd: true });
  return told(use, defaults, { ...further, allocation });
}

const strategy = z.discriminatedUnion(
  'use',
  [
    portfolio('momentumSniper', momentumSniperDefaults, { votes: z.record(z.string(), vote) }),
    portfolio('meanReversion', meanReversionDefaults),
    portfolio('crossSectional', crossSectionalDefaults, { weights: z.record(z.string(), z.number()) }),
    portfolio('fundingCarry', fundingCarryDefaults, { scores: scoreBounds }),
    portfolio('pairs', pairsDefaults, { scores: scoreBounds }),
    told('marketMaker', marketMakerDefaults),
    told('grid', gridDefaults, { ranges: z.record(z.string(), range) }),
  ],
  { error: 'expected a strategy such as { use: momentumSniper, budgetUsd: 3000 }' },
) as unknown as z.ZodType<StrategyConfig>;

/** The strategies of a run, at least one; what is left out of their options is up to them. */
export const strategiesSchema: z.ZodType<readonly StrategyConfig[]> = z.array(strategy).nonempty();
