import { checkScenario } from './check-scenario';
import type { StressScenario } from './stress-scenario';

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : 'no reason given';
    throw new RangeError(`scenarios must be JSON: ${reason}`);
  }
}

/**
 * Reads the scenarios of a file: JSON, `{ "scenarios": [...] }` with the fields of `StressScenario`, as
 * `tools/risk/worst-hours.mjs` writes it. Everything else in the file is left alone.
 *
 * @param text content of the file
 * @throws RangeError in one line, naming the first field that is wrong, its bound and its value
 * @example
 * const text = '{ "scenarios": [{ "kind": "market", "name": "a fall", "moveFraction": -0.1 }] }';
 * parseScenarios(text)[0]?.name; // 'a fall'
 */
export function parseScenarios(text: string): readonly StressScenario[] {
  const file = jsonOf(text);
  const scenarios: unknown =
    typeof file === 'object' && file !== null && 'scenarios' in file ? file.scenarios : undefined;
  if (!Array.isArray(scenarios)) throw new RangeError('scenarios must be a list under the name "scenarios"');
  return scenarios.map((scenario: unknown, index): StressScenario => {
    checkScenario(scenario, `scenarios[${index}]`);
    return scenario;
  });
}
