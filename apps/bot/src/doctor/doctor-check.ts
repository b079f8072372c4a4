/** What a check came to: `skip` when something before it failed. */
export type CheckState = 'ok' | 'warn' | 'fail' | 'skip';

/** One thing that has to be right for the bot to run. */
export type DoctorCheck = {
  readonly name: string;
  readonly state: CheckState;
  /** What was found, in a few words. */
  readonly found: string;
  /** What to do about it; absent when there is nothing to do. */
  readonly advice?: string;
};

/** A check that found nothing to do. */
export function fine(name: string, found: string): DoctorCheck {
  return { name, state: 'ok', found };
}

/** A check that found something to do. */
export function trouble(name: string, state: 'warn' | 'fail', found: string, advice: string): DoctorCheck {
  return { name, state, found, advice };
}

/** A check that could not be made because of another one. */
export function skipped(name: string, because: string): DoctorCheck {
  return { name, state: 'skip', found: `not checked: ${because}` };
}
