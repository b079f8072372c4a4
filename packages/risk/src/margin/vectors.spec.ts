import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bankruptcyPriceQuoteQuantums } from '../liquidation/bankruptcy-price';
import { fillablePrice, type FillablePriceConfig } from '../liquidation/fillable-price';
import { insuranceFundDelta, type LiquidationFill } from '../liquidation/insurance-fund-delta';
import { isLiquidatable } from '../liquidation/is-liquidatable';
import { liquidatableNotional, type LiquidatableNotionalConfig } from '../liquidation/liquidatable-notional';
import { liquidationPrice } from '../liquidation/liquidation-price';
import { accountMargin } from './account-margin';
import { effectiveInitialMarginPpm } from './effective-initial-margin-ppm';
import type { ExactAccount, ExactPosition } from './exact-position';
import { fundingIndexDelta, fundingSettlementPpm, type FundingStep } from './funding';
import { initialMarginQuoteQuantums, maintenanceMarginPpm, marginRequirements } from './margin-requirements';
import { netNotionalQuoteQuantums } from './net-notional';

const repository = join(__dirname, '../../../..');
const data = process.env['PERPSTREAM_DATA'] ?? join(repository, '../shared/data');
const file = join(data, '../vectors/margin-vectors.json');

type Vector = { readonly id: string; readonly kind: string; readonly inputs: object; readonly expected: unknown };

type OpenInterestNotional = { readonly openInterestNotional: bigint };
type Liquidated = ExactAccount & { readonly perpetualId: number };
type Summary = {
  readonly usdc: number;
  readonly size: number;
  readonly oraclePrice: number;
  readonly initialMarginFraction: number;
  readonly maintenanceMarginFraction: number;
};

/** Big integers are decimal strings in the file; everything else stays what it is. */
function revive(_key: string, value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : value;
}

function summaryOf({ usdc, size, oraclePrice, initialMarginFraction, maintenanceMarginFraction }: Summary): object {
  const position = { sizeBase: size, oraclePriceUsd: oraclePrice, initialMarginFraction, maintenanceMarginFraction };
  const margin = accountMargin(usdc, [position]);
  return {
    equity: margin.equityUsd,
    freeCollateral: margin.freeCollateralUsd,
    notionalTotal: margin.grossNotionalUsd,
    valueTotal: margin.equityUsd - usdc,
    initialRiskTotal: margin.initialMarginUsd,
    leverage: margin.leverage,
    marginUsage: margin.marginUsage,
    liquidationPrice: liquidationPrice(position, margin),
  };
}

/** One function under test per kind of vector. */
const compute: Readonly<Record<string, (inputs: never) => unknown>> = {
  netNotionalQuoteQuantums: (inputs: ExactPosition) => netNotionalQuoteQuantums(inputs),
  imrMmrQuoteQuantums: (inputs: ExactPosition) => {
    const { initial, maintenance } = marginRequirements(inputs);
    return { imr: initial, mmr: maintenance };
  },
  adjustedInitialMarginPpm: (inputs: ExactPosition & OpenInterestNotional) =>
    effectiveInitialMarginPpm(inputs, inputs.openInterestNotional),
  initialMarginQuoteQuantums: (inputs: ExactPosition & OpenInterestNotional & { notionalQuoteQuantums: bigint }) =>
    initialMarginQuoteQuantums(inputs.notionalQuoteQuantums, inputs, inputs.openInterestNotional),
  maintenanceMarginPpm: (inputs: ExactPosition) => maintenanceMarginPpm(inputs),
  fundingIndexDelta: (inputs: FundingStep) => fundingIndexDelta(inputs),
  fundingSettlementPpm: (inputs: Record<'currentFundingIndex' | 'positionFundingIndex' | 'baseQuantums', bigint>) =>
    fundingSettlementPpm(inputs.currentFundingIndex, inputs.positionFundingIndex, inputs.baseQuantums),
  isLiquidatable: (inputs: ExactAccount) => isLiquidatable(inputs),
  bankruptcyPriceQuoteQuantums: (inputs: Liquidated & { deltaBaseQuantums: bigint }) =>
    bankruptcyPriceQuoteQuantums(inputs, inputs.perpetualId, inputs.deltaBaseQuantums),
  fillablePriceQuoteQuantumsPerBaseQuantum: (inputs: Liquidated & FillablePriceConfig) => {
    const { numerator, denominator } = fillablePrice(inputs, inputs.perpetualId, inputs);
    return `${numerator}/${denominator}`;
  },
  liquidationInsuranceFundDelta: (inputs: Liquidated & LiquidationFill & { maxLiquidationFeePpm: number }) =>
    insuranceFundDelta(inputs, inputs, inputs.maxLiquidationFeePpm),
  minMaxPositionNotionalLiquidatable: (inputs: ExactPosition & LiquidatableNotionalConfig) =>
    liquidatableNotional(inputs, inputs),
  subaccountSummary: summaryOf,
};

const known: readonly Vector[] = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8'), revive) as { vectors: readonly Vector[] }).vectors
  : [];

const describeWithVectors = known.length > 0 ? describe : describe.skip;

// The values are those that public tests of v4-chain and v4-abacus assert; the file names the test of each.
describeWithVectors(`vectors of the chain (skipped when ${file} is absent)`, () => {
  it.each(known)('computes $id ($kind) to the last digit', ({ kind, inputs, expected }) => {
    expect(compute[kind]?.(inputs as never)).toEqual(expected);
  });

  it('have at least one case for every function', () => {
    expect(new Set(known.map(({ kind }) => kind))).toEqual(new Set(Object.keys(compute)));
  });
});
