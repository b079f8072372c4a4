import {
  quoteToUsd,
  type AccountChange,
  type DeleverageStep,
  type RiskAction,
  type RiskLevel,
  type RiskLock,
} from '@perpstream/core';
import { priceText, signedUsdText, sizeText, usdText } from './format-number';
import { ageText } from './format-time';
import type { Tone } from './text-line';

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
      return `risk ${action.message}`;
    case 'deleverage':
      return `risk DELEVERAGES: ${action.message}; ${action.steps.map(stepText).join(', ')}`;
  }
}

function stepText({ marketId, fromBase, toBase }: DeleverageStep): string {
  return `${marketId} ${sizeText(fromBase)} -> ${sizeText(toBase)}`;
}

/** How loud a level is. */
export function levelTone(level: RiskLevel): Tone {
  switch (level) {
    case 'safe':
      return 'plain';
    case 'watch':
      return 'caution';
    case 'warning':
      return 'bad';
    case 'critical':
      return 'alarm';
  }
}

/** The locks and how long they still hold: `daily-loss 3h 2m, ETH-USD price-jump 40s, operator-halt`. */
export function locksText(locks: readonly RiskLock[], nowMs: number): string {
  return locks
    .map(({ protection, marketId, untilMs }) => {
      const where = marketId === undefined ? '' : `${marketId} `;
      return `${where}${protection}${untilMs === Infinity ? '' : ` ${ageText(Math.max(0, untilMs - nowMs))}`}`;
    })
    .join(', ');
}
