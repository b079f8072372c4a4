import type { IncomingMessage } from 'node:http';

/** Longer bodies are cut here: no fault needs that much. */
const MAX_BYTES = 64 * 1024;

/** The text that a request carries. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_BYTES) break;
  }
  return Buffer.concat(chunks).toString();
}
