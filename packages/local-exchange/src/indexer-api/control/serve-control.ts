import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExchangeFault, ExchangeFaultKind, InjectedFault } from '../../faults/exchange-fault';
import { FaultMistake } from '../../faults/fault-mistake';
import { readInjectedFault } from '../../faults/read-scheduled-fault';
import type { IndexerBook } from '../../venue/indexer-shapes';
import type { ExchangeStats } from '../exchange-stats';
import { isLocalRequest } from './is-local-request';
import { readBody } from './read-body';

/** What the control interface controls. */
export type Controlled = {
  trueBook(ticker: string): IndexerBook | undefined;
  stats(): ExchangeStats;
  inject(fault: ExchangeFault): number;
  pause(): void;
  resume(): void;
  readonly faults: {
    entries(): readonly InjectedFault[];
    counts(): Readonly<Partial<Record<ExchangeFaultKind, number>>>;
  };
};

type Answer = { readonly status: number; readonly body: object };

const NOT_FOUND: Answer = { status: 404, body: { error: 'no such path; see the README of local-exchange' } };
const FORBIDDEN: Answer = {
  status: 403,
  body: { error: 'the control interface answers programs on this computer alone, not browsers and not proxies' },
};

/** Answers a request of the control interface: paths below `/local`. */
export function serveControl(request: IncomingMessage, response: ServerResponse, exchange: Controlled): void {
  const send = ({ status, body }: Answer): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };
  if (!isLocalRequest(request)) return send(FORBIDDEN);
  // A request that breaks off in the middle of its body is nobody's any more.
  answerTo(request, exchange).then(send, () => response.destroy());
}

async function answerTo(request: IncomingMessage, exchange: Controlled): Promise<Answer> {
  const { method = 'GET', url = '/' } = request;
  const path = url.split('?')[0] ?? '';
  switch (`${method} ${path}`) {
    case 'GET /local/stats':
      return { status: 200, body: exchange.stats() };
    case 'GET /local/faults':
      return { status: 200, body: { faults: exchange.faults.entries(), counts: exchange.faults.counts() } };
    case 'POST /local/faults':
      return inject(await readBody(request), exchange);
    case 'POST /local/pause':
      exchange.pause();
      return { status: 200, body: { paused: true } };
    case 'POST /local/resume':
      exchange.resume();
      return { status: 200, body: { paused: false } };
    default:
      return method === 'GET' ? bookOf(path, exchange) : NOT_FOUND;
  }
}

function bookOf(path: string, exchange: Controlled): Answer {
  const ticker = /^\/local\/book\/([^/]+)$/.exec(path)?.[1];
  const book = ticker === undefined ? undefined : exchange.trueBook(ticker);
  return book === undefined ? NOT_FOUND : { status: 200, body: book };
}

function inject(text: string, exchange: Controlled): Answer {
  try {
    return { status: 200, body: { injected: exchange.inject(readInjectedFault(JSON.parse(text) as unknown)) } };
  } catch (error) {
    if (error instanceof FaultMistake) return { status: 400, body: { error: error.toString() } };
    if (error instanceof RangeError) return { status: 400, body: { error: error.message } };
    if (error instanceof SyntaxError) return { status: 400, body: { error: 'not JSON' } };
    throw error;
  }
}
