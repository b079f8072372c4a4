import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../errors';
import { compositionProblem } from './composition-problem';
import { configSchema, type BotConfig } from './config-schema';
import { nearestName } from './nearest-name';

type Shape = { readonly [key: string]: unknown };

/** The names that are allowed where `path` points to, as the schema for editors states them. */
function knownNames(path: readonly PropertyKey[], values: unknown): readonly string[] {
  let here: Shape = z.toJSONSchema(configSchema, { io: 'input' });
  let given: unknown = values;
  for (const key of path) {
    given = (given as Shape | undefined)?.[String(key)];
    here = schemaBelow(here, key, given);
  }
  return Object.keys(here['properties'] ?? {});
}

/** Of several forms (strategies) that which the value says it has (`use`). */
function schemaBelow(schema: Shape, key: PropertyKey, given: unknown): Shape {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Shape>>;
  const below = (typeof key === 'number' ? schema['items'] : properties[String(key)]) as Shape | undefined;
  const forms = (below?.['oneOf'] ?? below?.['anyOf']) as readonly Shape[] | undefined;
  const use = (given as Shape | undefined)?.['use'];
  const isMeant = ({ properties: names }: Shape): boolean =>
    ((names as Readonly<Record<string, Shape>>)['use'] ?? {})['const'] === use;
  return forms?.find((form) => form['properties'] !== undefined && isMeant(form)) ?? below ?? {};
}

function explain(issue: z.core.$ZodIssue, values: unknown): string {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') {
    return path === '' ? `${issue.message}; write settings such as "seed: 7"` : `${path}: ${issue.message}`;
  }
  const key = issue.keys[0] ?? '';
  const nearest = nearestName(key, knownNames(issue.path, values));
  const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  return `${path === '' ? key : `${path}.${key}`} is not a setting${hint}`;
}

/**
 * Checks configuration values and fills in defaults.
 *
 * @param where named in the error, for example the file
 * @throws UsageError one line: the place, what is wrong, and for an unknown setting the nearest known one
 */
export function parseConfig(values: unknown, where: string): BotConfig {
  const parsed = configSchema.safeParse(values ?? {});
  if (parsed.success) {
    const problem = compositionProblem(parsed.data);
    if (problem !== undefined) throw new UsageError(`${where}: ${problem}`);
    return parsed.data;
  }
  const [first] = parsed.error.issues;
  throw new UsageError(`${where}: ${first === undefined ? 'not a configuration' : explain(first, values)}`);
}

/**
 * Reads a YAML configuration file; without a file, the defaults.
 *
 * @throws UsageError one line, when the file is missing, not YAML, or not a valid configuration
 */
export async function loadConfig(file: string | undefined): Promise<BotConfig> {
  if (file === undefined) return parseConfig({}, 'defaults');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`${file}: the configuration file cannot be read; check the path given with --config`);
  }
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) {
    const line = problem.linePos?.[0].line ?? 1;
    const reason = problem.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
    const advice = problem.code === 'TAB_AS_INDENT' ? '; indent with spaces' : '';
    throw new UsageError(`${file}:${line}: not YAML (${reason})${advice}`);
  }
  // A section without a line in it, for example with all of them commented out, keeps its defaults.
  return parseConfig(document.toJS({ reviver: (_, value: unknown) => value ?? undefined }), file);
}
