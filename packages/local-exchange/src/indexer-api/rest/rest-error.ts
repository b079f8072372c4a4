import type { ComplianceRefusal } from '../compliance';

/** An answer other than 200, with the body that the Indexer sends. */
export class RestError extends Error {
  private constructor(
    readonly status: number,
    readonly body: object,
    message: string,
  ) {
    super(message);
  }

  /** A parameter that fails validation: status 400. */
  static invalid(param: string, value: string | undefined, msg: string, location: 'query' | 'params'): RestError {
    const detail = value === undefined ? {} : { value };
    return new RestError(400, { errors: [{ ...detail, msg, param, location }] }, msg);
  }

  /** A request that is wrong otherwise: status 400. */
  static bad(msg: string): RestError {
    return RestError.ofStatus(400, msg);
  }

  /** Somebody who is not served: status 403. */
  static refused({ code, msg }: ComplianceRefusal): RestError {
    return new RestError(403, { errors: [{ code, msg }] }, msg);
  }

  /** Something that does not exist: status 404. */
  static notFound(msg: string): RestError {
    return RestError.ofStatus(404, msg);
  }

  /** Too many requests of one client: status 429. */
  static tooMany(): RestError {
    return RestError.ofStatus(429, 'Too many requests');
  }

  /** A failure that is not the client's: status 500. */
  static internal(): RestError {
    return RestError.ofStatus(500, 'Internal Server Error');
  }

  static ofStatus(status: number, msg: string): RestError {
    return new RestError(status, { errors: [{ msg }] }, msg);
  }
}
