/** How much one failure takes from the score of a server: what is busy is worth more than what does not answer. */
const KEPT_BY_FAILURE = 0.5;
const KEPT_BY_LIMIT = 0.8;
const GAINED_BY_SUCCESS = 0.3;
/** A server that is not asked has half of its bad name forgotten after so long. */
const HALF_LIFE_MS = 30_000;

/** How well a server answered lately, as a score in [0, 1]; 1 is what it starts with. */
export class ServerHealth {
  #score = 1;
  #atMs = 0;

  scoreAt(nowMs: number): number {
    return 1 - (1 - this.#score) * 2 ** (-Math.max(0, nowMs - this.#atMs) / HALF_LIFE_MS);
  }

  succeeded(nowMs: number): void {
    const score = this.scoreAt(nowMs);
    this.#set(score + GAINED_BY_SUCCESS * (1 - score), nowMs);
  }

  failed(nowMs: number, isRateLimit: boolean): void {
    this.#set(this.scoreAt(nowMs) * (isRateLimit ? KEPT_BY_LIMIT : KEPT_BY_FAILURE), nowMs);
  }

  #set(score: number, nowMs: number): void {
    this.#score = score;
    this.#atMs = nowMs;
  }
}
