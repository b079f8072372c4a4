/** The caller asked for something that cannot be: wrong arguments or configuration. Ends the command with code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
