import {
  unixMs,
  type AccountData,
  type BookAudit,
  type Checked,
  type MarketData,
  type RestAnswer,
} from '@perpstream/core';
import { parseCandles } from './candles';
import { type ChannelFrame } from './channel-frame';
import { readMarketId } from './fields';
import { type ListedMarkets } from './listed-markets';
import { shownBare } from './malformed';
import { parseMarkets } from './markets';
import { type Oddities } from './oddities';
import { readLevels } from './orderbook';
import { parseJson } from './parse-json';
import {
  parseAccountList,
  parseAddress,
  parseParentAnswer,
  parseSingleOrder,
  parseSubaccountAnswer,
  type AccountList,
} from './rest-account';
import { parseTrades } from './trades';

type LoggedAnswer = RestAnswer & { readonly seq: number };
type Events = readonly (MarketData | AccountData)[];

/** An answer with its path taken apart: `frame.id` is the market where the path names one. */
type Answer = {
  readonly frame: ChannelFrame;
  /** The groups of the route, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly requestedUs: number;
  readonly listed: ListedMarkets;
};

type Route = readonly [path: RegExp, parse: (answer: Answer) => Events];

/** Path of the list of all markets, relative to the root of the API. */
export const PERPETUAL_MARKETS_PATH = '/perpetualMarkets';

/** The paths that are read. The groups of each are what its parser is given. */
const ROUTES: readonly Route[] = [
  [/^\/perpetualMarkets$/, parseMarketList],
  [/^\/orderbooks\/perpetualMarket\/([^/]+)$/, parseBookAudit],
  [/^\/trades\/perpetualMarket\/([^/]+)$/, ({ frame }) => parseTrades(frame)],
  [/^\/candles\/perpetualMarkets\/([^/]+)$/, ({ frame }) => parseCandles(frame)],
  [/^\/(fills|transfers|orders|perpetualPositions|assetPositions)(?:\/parentSubaccount(?:Number)?)?$/, parseList],
  [/^\/orders\/([^/]+)$/, ({ frame, query }) => parseSingleOrder(frame, query)],
  [/^\/addresses\/([^/]+)$/, ({ frame, parts: [address = ''] }) => parseAddress(frame, address)],
  [
    /^\/addresses\/([^/]+)\/subaccountNumber\/(\d+)$/,
    ({ frame, parts }) => parseSubaccountAnswer(frame, parts.join('/')),
  ],
  [
    /^\/addresses\/([^/]+)\/parentSubaccountNumber\/(\d+)$/,
    ({ frame, parts }) => parseParentAnswer(frame, parts.join('/')),
  ],
];
const NOTHING: Checked<Events> = { ok: true, value: [] };

/**
 * Decodes a logged REST answer. Paths that say nothing of markets or an account give nothing. A body of another shape is
 * one fault. Never throws.
 */
export function decodeRest(answer: LoggedAnswer, listed: ListedMarkets, oddities: Oddities): Checked<Events> {
  const [path = '', query = ''] = answer.path.split('?', 2);
  const receivedMs = unixMs(answer.receivedUs / 1_000);
  const cause = answer.seq;
  for (const [route, parse] of ROUTES) {
    const groups = route.exec(path);
    if (groups === null) continue;
    try {
      const parts = groups.slice(1).map(decodeURIComponent);
      const contents = [parseJson(answer.body)];
      const frame = {
        id: parts[0],
        subaccountNumber: undefined,
        isSnapshot: true,
        contents,
        receivedMs,
        cause,
        oddities,
      };
      const { requestedUs = answer.receivedUs } = answer;
      return { ok: true, value: parse({ frame, parts, query: new URLSearchParams(query), requestedUs, listed }) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, fault: { kind: 'malformed-frame', where: restName(answer), message, receivedMs, cause } };
    }
  }
  return NOTHING;
}

/** Where an answer is to be found. */
export function restName({ path, seq }: LoggedAnswer): string {
  return `rest ${shownBare(path)} input ${seq}`;
}

/** Without a filter the list is all that the exchange has. */
function parseMarketList({ frame, query, listed }: Answer): Events {
  const events = parseMarkets(frame);
  const isWhole = !['limit', 'ticker', 'market'].some((filter) => query.has(filter));
  if (!isWhole) {
    listed.note(events);
    return events;
  }
  const { markets } = frame.contents[0] as { readonly markets?: object };
  return [...events, ...listed.replace(Object.keys(markets ?? {}), frame)];
}

function parseBookAudit({ frame, requestedUs }: Answer): readonly BookAudit[] {
  const { id, contents, receivedMs, cause, oddities } = frame;
  const levels = readLevels(contents, oddities);
  const requestedMs = unixMs(requestedUs / 1_000);
  return [{ kind: 'book-audit', marketId: readMarketId(id, 'ticker'), requestedMs, levels, receivedMs, cause }];
}

function parseList({ frame, parts: [list], query }: Answer): Events {
  return parseAccountList(list as AccountList, frame, query);
}
