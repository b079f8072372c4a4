import { type DoctorCheck } from './doctor-check';

const STATE_WIDTH = 4;
const NAME_WIDTH = 10;

/** A check for people: its line, and below it what to do. */
export function checkLines({ state, name, found, advice }: DoctorCheck): readonly string[] {
  const line = `${state.padEnd(STATE_WIDTH)}  ${name.padEnd(NAME_WIDTH)}  ${found}`;
  return advice === undefined ? [line] : [line, `${' '.repeat(STATE_WIDTH + NAME_WIDTH + 4)}-> ${advice}`];
}

/** How it stands altogether: `11 ok, 1 warn, 1 fail`. */
export function conclusion(checks: readonly DoctorCheck[]): string {
  const states = (['ok', 'warn', 'fail', 'skip'] as const).map((state) => ({
    state,
    count: checks.filter((check) => check.state === state).length,
  }));
  return states
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ');
}
