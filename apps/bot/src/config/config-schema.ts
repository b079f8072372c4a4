import { z } from 'zod';
import { riskSchema } from './risk-schema';
import { signalsSchema } from './signals-schema';
import { strategiesSchema } from './strategies-schema';

const positive = z.number().positive();
const nonNegative = z.number().nonnegative();
const ticker = z.string().regex(/^[A-Z0-9,.]+-USD$/, 'expected a ticker such as BTC-USD');

const account = z.strictObject({
  startBalanceUsd: positive.default(10_000).describe('USDC that a paper account starts with'),
  takerFeeBps: z.number().min(0).max(100).default(5).describe('fee of a fill that takes, in basis points of its value'),
  makerFeeBps: z.number().min(-100).max(100).default(1).describe('fee of a fill that makes; negative is a rebate'),
});

const feed = z.strictObject({
  auditEveryMs: nonNegative
    .default(60_000)
    .describe('every book is compared with the REST interface so often; 0 switches that off'),
  barAuditEveryMs: nonNegative
    .default(300_000)
    .describe('the one-minute bars of every market are compared with the candles of the exchange so often; 0: never'),
  marketListEveryMs: positive.default(300_000).describe('the list of all markets is fetched again so often'),
  silenceMs: positive.default(10_000).describe('a socket that says nothing for so long is given up'),
});

const data = z.strictObject({
  uncross: z
    .enum(['age', 'size', 'documentation', 'subtract', 'none'])
    .default('age')
    .describe('which of two crossing levels is hidden; age as in the web app of the exchange'),
  evictAfterMs: positive.default(5_000).describe('a level hidden for so long is deleted'),
  flowWindowsMs: z.array(positive).default([10_000, 60_000, 300_000]).describe('lengths of the windows of trade flow'),
  largeTradeUsd: positive.default(10_000).describe('from this value on a trade counts as large'),
  staleAfterMs: positive.default(10_000).describe('a market without any data for so long is stale'),
  barIntervalsMs: z
    .array(positive)
    .nonempty()
    .default([60_000, 5_000])
    .describe('lengths of the bars made from trades'),
});

const execution = z.strictObject({
  style: z.enum(['taker', 'maker']).default('taker'),
  maxSlippageBps: positive.default(20).describe('worst price of a taker, from the best price'),
  goodTilBlocks: z.int().min(1).max(20).default(10).describe('life of a resting order'),
  minOrderNotionalUsd: nonNegative.default(10),
});

/** Everything a run can be told. Every field has a default; unknown fields are errors. */
export const configSchema = z.strictObject({
  markets: z
    .union([z.strictObject({ top: z.int().positive() }), z.literal('all'), z.array(ticker).nonempty()], {
      error: 'expected a list of tickers such as [BTC-USD, ETH-USD], or { top: 10 }, or all',
    })
    .default({ top: 10 })
    .describe('tickers, or the number of markets with the largest 24 h volume, or all, those listed later included'),
  seed: z.int().nonnegative().default(1).describe('makes client ids and simulated markets repeatable'),
  account: account.prefault({}),
  feed: feed.prefault({}),
  data: data.prefault({}),
  signals: signalsSchema
    .prefault({} as z.input<typeof signalsSchema>)
    .describe('what the signals are told; each has its own defaults'),
  strategies: strategiesSchema
    .prefault([{ use: 'momentumSniper' }])
    .describe('the strategies that share the account; the first has the first say'),
  risk: riskSchema.prefault({}),
  execution: execution.prefault({}),
});

/** A complete, valid configuration. */
export type BotConfig = z.output<typeof configSchema>;
