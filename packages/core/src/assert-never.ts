/**
 * Closes a `switch` over a union: does not compile while a case is missing, throws if one slips through at run time.
 *
 * @throws Error always
 */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
