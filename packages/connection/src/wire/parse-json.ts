import { Malformed, shown } from './malformed';

/** Parses a text; what is no JSON is told in one line, which the messages of `JSON.parse` are not. @throws Malformed */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed(`not JSON: ${shown(text)}`);
  }
}
