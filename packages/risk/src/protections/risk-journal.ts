import type { RiskAction, Stamp } from '@perpstream/core';

type WithoutStamp<Action> = Action extends unknown ? Omit<Action, keyof Stamp> : never;

/** What risk does, before it is known when and because of what. */
export type UnstampedAction = WithoutStamp<RiskAction>;

/** Actions that wait to be told. Only the operator that tells them opens it: all others would fill it for nobody. */
export class RiskJournal {
  #actions: UnstampedAction[] = [];
  #isOpen = false;

  open(): void {
    this.#isOpen = true;
  }

  add(action: UnstampedAction): void {
    if (this.#isOpen) this.#actions.push(action);
  }

  /** What was added since the last time, in order. */
  take(): readonly UnstampedAction[] {
    const actions = this.#actions;
    if (actions.length > 0) this.#actions = [];
    return actions;
  }
}
