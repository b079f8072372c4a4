/**
 * Remembers ids, so that each counts once. When there are too many, those of the lowest block are forgotten; from then on
 * everything of that block and below counts as seen, for it was.
 */
export class SeenByHeight {
  readonly #ids = new Set<string>();
  readonly #byHeight = new Map<number, string[]>();
  #forgottenHeight = -Infinity;

  constructor(private readonly capacity: number) {}

  /** Whether this id comes for the first time. From now on it does not. */
  isNew(id: string, height: number): boolean {
    if (this.#ids.has(id) || height <= this.#forgottenHeight) return false;
    this.#ids.add(id);
    const ofBlock = this.#byHeight.get(height);
    if (ofBlock === undefined) this.#byHeight.set(height, [id]);
    else ofBlock.push(id);
    while (this.#ids.size > this.capacity && this.#byHeight.size > 1) this.#forgetLowest();
    return true;
  }

  #forgetLowest(): void {
    let lowest = Infinity;
    for (const height of this.#byHeight.keys()) lowest = Math.min(lowest, height);
    for (const id of this.#byHeight.get(lowest) ?? []) this.#ids.delete(id);
    this.#byHeight.delete(lowest);
    this.#forgottenHeight = lowest;
  }
}
