import type { RestRequest } from './rest-request';

/** A route below `/v4`; groups of the pattern become path parameters. The first that matches answers. */
export type RestRoute = readonly [pattern: RegExp, answer: (request: RestRequest) => object];
