import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ExchangeTimers } from '../../clock/exchange-timers';
import type { RestFaults, SpoiltRequest } from '../../faults/rest-faults';
import type { ExchangeCounters } from '../exchange-stats';
import { RestError } from './rest-error';
import type { RestLimits } from './rest-limits';
import type { RestContext } from './rest-request';
import { answerRest, type RestAnswer } from './rest-router';

/** What the REST interface works with, and a fresh context for each answer. */
export type RestService = {
  readonly limits: RestLimits;
  readonly faults: RestFaults;
  readonly timers: ExchangeTimers;
  readonly counters: ExchangeCounters;
  readonly context: () => RestContext;
};

type Headers = Readonly<Record<string, string>>;

const HEADERS: Headers = { 'content-type': 'application/json; charset=utf-8', 'access-control-allow-origin': '*' };
const CACHED: Headers = { 'cache-control': 'public, max-age=1' };
/** Request targets are paths. */
const BASE = 'http://localhost';
/** What a client is told to wait when a fault, not a limit, refuses it. */
const FAULT_RETRY_MS = 1_000;

/** Answers one http request; everything but GET below `/v4` is unknown here. */
export function serveRest(request: IncomingMessage, response: ServerResponse, service: RestService): void {
  const { method, url = '/' } = request;
  const { pathname, searchParams } = new URL(URL.canParse(url, BASE) ? url : '/', BASE);
  if (method !== 'GET' || !pathname.startsWith('/v4/')) {
    return send(response, answerTo(RestError.notFound('Not Found')));
  }
  service.counters.restRequests += 1;
  const path = pathname.slice('/v4'.length).replace(/\/$/, '');
  const spoilt = service.faults.spoil(path);
  if (spoilt.hang === true) return;
  const answer = (): void => {
    if (spoilt.status !== undefined) return sendFault(response, spoilt.status);
    const { isAllowed, headers } = service.limits.take(request, path);
    if (isAllowed) return send(response, answerRest(path, searchParams, service.context()), headers, spoilt);
    service.counters.trips.rest += 1;
    send(response, answerTo(RestError.tooMany()), headers, spoilt);
  };
  if (spoilt.slowMs === undefined) answer();
  else service.timers.after(spoilt.slowMs, answer);
}

function answerTo({ status, body }: RestError): RestAnswer {
  return { status, body };
}

function sendFault(response: ServerResponse, status: number): void {
  if (status === 429) return send(response, answerTo(RestError.tooMany()), { 'retry-after': String(FAULT_RETRY_MS) });
  const error = status === 500 ? RestError.internal() : RestError.ofStatus(status, STATUS_CODES[status] ?? 'Unknown');
  send(response, answerTo(error));
}

function send(
  response: ServerResponse,
  { status, body }: RestAnswer,
  headers: Headers = {},
  { malformed }: SpoiltRequest = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { ...HEADERS, ...(status === 200 && CACHED), ...headers });
  response.end(malformed === true ? text.slice(0, Math.ceil(text.length / 2)) : text);
}
