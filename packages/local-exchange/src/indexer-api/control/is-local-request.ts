import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;
const LOCAL_HOST = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

/**
 * Whether a request comes from a program on this computer: not over a network, not from a page in a browser, which
 * names its origin or, when its name was made to point here, another host.
 */
export function isLocalRequest({ headers, socket }: IncomingMessage): boolean {
  if (!LOOPBACK.test(socket.remoteAddress ?? '') || !LOCAL_HOST.test(headers.host ?? '')) return false;
  return ['origin', 'x-forwarded-for', 'cf-connecting-ip'].every((name) => headers[name] === undefined);
}
