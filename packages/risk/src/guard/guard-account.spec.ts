import { marketId, unixMs, type ClientId, type MarketId, type OpenOrder, type OperatorCommand } from '@perpstream/core';
import { accountState, block, BTC, ETH, marketContext, marketRules, orderIntent, position } from '@perpstream/testing';
import { from } from 'rxjs';
import type { RiskInput } from '../monitor/risk-options';
import { guardAccount } from './guard-account';
import type { GuardOptions } from './guard-options';
import type { GuardOutput } from './guard-voice';

const SOL = marketId('SOL-USD');

function command(name: 'halt-new-exposure' | 'flatten' | 'resume', atMs = 10): OperatorCommand {
  return { kind: 'command', receivedUs: atMs * 1_000, command: name };
}

function resting(clientId: number, given: Partial<OpenOrder> = {}): OpenOrder {
  const order = orderIntent({ clientId: clientId as ClientId, timeInForce: 'post-only' });
  return { ...order, filledQuantums: 0n as never, remainingBase: 1, status: 'open', submittedMs: unixMs(0), ...given };
}

function outputs(inputs: readonly RiskInput[], options: GuardOptions = {}): GuardOutput[] {
  const seen: GuardOutput[] = [];
  from(inputs)
    .pipe(guardAccount(options))
    .subscribe((output) => seen.push(output));
  return seen;
}

/** Actions as `flatten`, decisions as `BTC-USD -> 0`. */
function brief(seen: readonly GuardOutput[]): string[] {
  return seen.map((output) =>
    output.kind === 'deleverage'
      ? output.reason
      : output.kind === 'target'
        ? `${output.marketId} -> ${output.targetSizeBase}`
        : output.kind,
  );
}

const context = (id: MarketId, oraclePriceUsd = 100): RiskInput =>
  marketContext({ marketId: id, rules: marketRules({ marketId: id }), oraclePriceUsd });
const held = accountState({
  positions: [position({ sizeBase: 2 }), position({ marketId: ETH, sizeBase: -3 })],
  openOrders: [resting(1), resting(2, { marketId: SOL })],
});

describe('guardAccount on commands', () => {
  it('R31: halt takes back the orders of every market and holds the positions', () => {
    expect(brief(outputs([held, command('halt-new-exposure')]))).toEqual(['halt', 'BTC-USD -> 2', 'SOL-USD -> 0']);
  });

  it('R31: flatten closes every position and takes back every order', () => {
    expect(brief(outputs([held, command('flatten')]))).toEqual([
      'flatten',
      'BTC-USD -> 0',
      'ETH-USD -> 0',
      'SOL-USD -> 0',
    ]);
  });

  it.each(['halt-new-exposure', 'flatten'] as const)('R31: %s acts once when it is given twice', (name) => {
    const once = outputs([held, command(name)]);
    expect(outputs([held, command(name), command(name, 20), held, block({ receivedMs: unixMs(900) })])).toEqual(once);
  });

  it('says in numbers what it does', () => {
    const seen = outputs([context(BTC), context(ETH, 50), held, command('flatten')]);
    expect(seen[0]).toMatchObject({
      kind: 'deleverage',
      reason: 'flatten',
      receivedMs: 10,
      steps: [
        { marketId: BTC, fromBase: 2, toBase: 0, freedMarginUsd: 10 },
        { marketId: ETH, fromBase: -3, toBase: 0, freedMarginUsd: 7.5 },
        { marketId: SOL, fromBase: 0, toBase: 0, freedMarginUsd: 0, costUsd: 0 },
      ],
      marginUsageAfter: 0,
    });
  });
});
