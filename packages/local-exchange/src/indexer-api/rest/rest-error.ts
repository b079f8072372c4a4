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

  /** Something that does not exist: status 404. */
  static notFound(msg: string): RestError {
    return new RestError(404, { errors: [{ msg }] }, msg);
  }
}
