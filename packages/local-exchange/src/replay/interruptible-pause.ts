/** Waits that can be cut short for good. */
export class InterruptiblePause {
  #wake: (() => void) | undefined;
  #isOver = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves after `ms`, or at once when interrupted; 0 lets waiting input and output of the process go first. */
  async for(ms: number): Promise<void> {
    if (this.#isOver) return;
    await new Promise<void>((resolve) => {
      if (ms <= 0) {
        setImmediate(resolve);
        return;
      }
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  /** Ends the wait under way and all later ones. */
  interrupt(): void {
    this.#isOver = true;
    this.#wake?.();
  }
}
