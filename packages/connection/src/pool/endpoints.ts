/** In so long, half of what speaks against an endpoint is forgotten. */
const HALF_LIFE_MS = 30_000;
/** So many failures at once weigh no more than a few: an endpoint gets another chance within minutes. */
const WORST = 8;

type Endpoint = { readonly url: string; penalty: number; atMs: number };

/**
 * Several addresses of one Indexer, of which the healthiest is tried next: each failure lowers the health of an endpoint,
 * and time restores it. Among equals the one listed first.
 */
export class Endpoints {
  readonly #endpoints: readonly Endpoint[];

  constructor(urls: readonly string[]) {
    this.#endpoints = urls.map((url) => ({ url, penalty: 0, atMs: 0 }));
  }

  /** The one to try now. */
  best(nowMs: number): string {
    const [first, ...others] = this.#endpoints;
    const best = others.reduce((least, one) => (penaltyOf(one, nowMs) < penaltyOf(least, nowMs) ? one : least), first!);
    return best.url;
  }

  /** A connection to it could not be had or was lost. */
  failed(url: string, nowMs: number): void {
    const endpoint = this.#endpoints.find((one) => one.url === url);
    if (endpoint === undefined) return;
    endpoint.penalty = Math.min(WORST, penaltyOf(endpoint, nowMs) + 1);
    endpoint.atMs = nowMs;
  }

  /** Health of an endpoint, above 0 and up to 1. */
  health(url: string, nowMs: number): number {
    const endpoint = this.#endpoints.find((one) => one.url === url);
    return endpoint === undefined ? 1 : 1 / (1 + penaltyOf(endpoint, nowMs));
  }
}

function penaltyOf({ penalty, atMs }: Endpoint, nowMs: number): number {
  return penalty * 0.5 ** ((nowMs - atMs) / HALF_LIFE_MS);
}
