import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerRest } from './rest-router';
import type { RestRequest } from './rest-request';

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'access-control-allow-origin': '*',
  'cache-control': 'public, max-age=1',
};

/** Answers one http request; everything but GET is unknown here. */
export function serveRest(
  { method, url = '/' }: IncomingMessage,
  response: ServerResponse,
  context: Omit<RestRequest, 'params' | 'query'>,
): void {
  const { status, body } =
    method === 'GET' ? answerRest(url, context) : { status: 404, body: { errors: [{ msg: 'Not Found' }] } };
  response.writeHead(status, HEADERS).end(JSON.stringify(body));
}
