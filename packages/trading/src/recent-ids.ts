/** The latest `capacity` ids that were seen, so that a long run does not keep every id for ever. */
export class RecentIds<Id extends string | number> {
  readonly #ids = new Set<Id>();

  constructor(private readonly capacity: number) {}

  /** Remembers an id. False when it was among the remembered ones already. */
  add(id: Id): boolean {
    if (this.#ids.has(id)) return false;
    if (this.#ids.size >= this.capacity) {
      for (const oldest of this.#ids) {
        this.#ids.delete(oldest);
        break;
      }
    }
    this.#ids.add(id);
    return true;
  }
}
