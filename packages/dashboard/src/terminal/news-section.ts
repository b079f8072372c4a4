import { unixMs, type UnixMs } from '@perpstream/core';
import type { DashboardModel } from '../view-model/dashboard-model';
import type { News } from '../view-model/news';
import { streamName } from '../view-model/stream-view';
import { clockText } from './format-time';
import { accountChangeText, actionText, levelTone } from './risk-text';
import type { Section } from './section';
import { streamStateText } from './stream-text';
import { fillLine, fitLine, span, type Tone } from './text-line';

/** What happened to the feed and the account: changes of status, refused streams, corrected books, locks, liquidations. */
export function newsSection({ news }: DashboardModel): Section {
  return {
    wanted: news.length,
    least: 1,
    weight: 1,
    draw: (rows, width) => [
      fillLine([span(news.length === 0 ? 'NO NEWS' : 'NEWS', 'heading')], width, 'column'),
      ...news
        .slice(0, rows)
        .map((event) =>
          fitLine([span(`${clockText(newsMs(event))}  `, 'faint'), span(newsText(event), newsTone(event))], width),
        ),
    ],
  };
}

/** What news say: `market BTC-USD PAUSED, was ACTIVE`. */
export function newsText(event: News): string {
  switch (event.kind) {
    case 'stream':
      return `stream ${streamName(event)} ${streamStateText(event.state, newsMs(event))}`;
    case 'status-change':
      return `market ${event.marketId} ${event.to}, was ${event.from}`;
    case 'quality':
      return `audit ${event.marketId} ${correctionText(event)}`;
    case 'forced-fill':
    case 'transfer':
      return accountChangeText(event);
    default:
      return actionText(event);
  }
}

/** What an audit found: `3 of 180 levels were wrong, corrected`. */
export function correctionText({ lastAudit }: Extract<News, { readonly kind: 'quality' }>): string {
  const { wrongLevels = 0, judgedLevels = 0 } = lastAudit ?? {};
  return `${wrongLevels} of ${judgedLevels} levels ${wrongLevels === 1 ? 'was' : 'were'} wrong, corrected`;
}

function newsMs(event: News): UnixMs {
  return event.kind === 'stream' ? unixMs(event.receivedUs / 1_000) : event.receivedMs;
}

function newsTone(event: News): Tone {
  switch (event.kind) {
    case 'stream':
      return event.state.kind === 'live' ? 'plain' : 'bad';
    case 'status-change':
      return event.to === 'ACTIVE' ? 'plain' : 'caution';
    case 'level':
      return levelTone(event.to);
    case 'trip':
      return event.lock.marketId === undefined ? 'bad' : 'caution';
    case 'forced-fill':
    case 'deleverage':
      return 'alarm';
    case 'release':
    case 'transfer':
      return 'plain';
    case 'quality':
      return 'caution';
  }
}
