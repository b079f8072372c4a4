import { quoteToUsd, type AccountChange, type DeleverageStep, type RiskAction } from '@perpstream/core';
import { priceText, signedUsdText, sizeText, usdText } from './format-number';

/** What happened to the account without an order of the bot. */
export function accountChangeText(change: AccountChange): string {
  if (change.kind === 'transfer') return `transfer ${signedUsdText(quoteToUsd(change.quoteQuantums))} USD`;
  const { side, sizeBase, priceUsd, feeUsd } = change.fill;
  return `${change.reason} ${change.marketId} ${side} ${sizeText(sizeBase)} @ ${priceText(priceUsd)}, fee ${usdText(feeUsd)}`;
}

/** What risk did by itself, and by which numbers. */
export function actionText(action: RiskAction): string {
  switch (action.kind) {
    case 'trip':
      return `risk LOCKED ${action.lock.marketId ?? 'all markets'} (${action.lock.protection}): ${action.lock.message}`;
    case 'release':
      return `risk unlocked ${action.lock.marketId ?? 'all markets'} (${action.lock.protection})`;
    case 'level':
      return `risk ${action.from} -> ${action.to.toUpperCase()}: ${action.message}`;
    case 'deleverage':
      return `risk DELEVERAGES: ${action.message}; ${action.steps.map(stepText).join(', ')}`;
  }
}

function stepText({ marketId, fromBase, toBase }: DeleverageStep): string {
  return `${marketId} ${sizeText(fromBase)} -> ${sizeText(toBase)}`;
}
