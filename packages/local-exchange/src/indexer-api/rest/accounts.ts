import { RestError } from './rest-error';
import type { RestRequest } from './rest-request';

/** `/v4/addresses/:address` and below: no address ever held anything here, so 404. */
export function address({ params: [owner = '', number] }: RestRequest): never {
  throw RestError.notFound(
    number === undefined
      ? `No subaccounts found for address ${owner}`
      : `No subaccount found with address ${owner} and subaccountNumber ${number}`,
  );
}
