import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

function textOf(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file.setEncoding('utf8');
  // What goes wrong is thrown to the reader by the stream itself.
  return pipeline(file, createGunzip(), () => undefined).setEncoding('utf8');
}

/** The lines of a text file, plain or `.gz`, as many at once as a piece of the file holds; without comments (`#`) and empty ones. */
export async function* csvLines(path: string): AsyncGenerator<readonly string[]> {
  let rest = '';
  for await (const chunk of textOf(path) as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield lines.filter(isContent).map(withoutReturn);
  }
  if (isContent(rest)) yield [withoutReturn(rest)];
}

function isContent(line: string): boolean {
  return line !== '' && line !== '\r' && !line.startsWith('#');
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
