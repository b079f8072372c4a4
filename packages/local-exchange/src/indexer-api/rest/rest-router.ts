import { ACCOUNT_ROUTES } from './account-routes';
import { complianceRefusal } from './compliance-refusal';
import { MARKET_ROUTES } from './market-routes';
import { RestError } from './rest-error';
import type { RestContext } from './rest-request';

const ROUTES = [...MARKET_ROUTES, ...ACCOUNT_ROUTES];

/** A complete answer: HTTP status and JSON body. */
export type RestAnswer = { readonly status: number; readonly body: object };

/** Answers a GET request of the Indexer's REST interface. `path` is the one below `/v4`, without the query. */
export function answerRest(path: string, query: URLSearchParams, context: RestContext): RestAnswer {
  try {
    const refusal = complianceRefusal(path, query, context.compliance);
    if (refusal !== undefined) throw RestError.refused(refusal);
    for (const [pattern, answer] of ROUTES) {
      const match = pattern.exec(path);
      if (match === null) continue;
      return { status: 200, body: answer({ ...context, query, params: match.slice(1).map(decodeURIComponent) }) };
    }
    throw RestError.notFound('Not Found');
  } catch (error) {
    const { status, body } = asRestError(error);
    return { status, body };
  }
}

function asRestError(error: unknown): RestError {
  if (error instanceof RestError) return error;
  // Thrown by decodeURIComponent for a path such as %E0%A4%A.
  return error instanceof URIError ? RestError.bad(error.message) : RestError.internal();
}
