import { isAscii } from 'node:buffer';
import WebSocket from 'ws';
import { type SocketLink, type SocketListener } from './socket-link';

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** A snapshot of 1,000 candles has 0.3 MB; what is far larger is no frame of the Indexer. */
const MAX_FRAME_BYTES = 32 * 1024 * 1024;

/** A WebSocket of the `ws` library. */
export function wsSocket(url: string, listener: SocketListener): SocketLink {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxPayload: MAX_FRAME_BYTES,
  });
  let failure: string | undefined;
  socket.on('message', (data, isBinary) => {
    if (isBinary) listener.binary();
    else listener.text(onOneLine(textOf(data as Buffer)));
  });
  socket.on('ping', () => listener.alive());
  socket.on('pong', () => listener.alive());
  socket.on('error', (error) => (failure = describeFailure(error)));
  socket.on('close', (code, reason) => listener.ended(failure ?? describeClose(code, reason.toString())));
  const whileOpen = (work: () => void): void => {
    if (socket.readyState === WebSocket.OPEN) work();
  };
  return {
    send: (text) => whileOpen(() => socket.send(text)),
    ping: () => whileOpen(() => socket.ping()),
    end: () => {
      socket.removeAllListeners();
      // Ending a handshake is reported as an error, which nobody needs to hear of any more.
      socket.on('error', () => undefined);
      socket.terminate();
    },
  };
}

/** Frames are ASCII but for rare texts, and ASCII is read faster byte by byte. */
function textOf(data: Buffer): string {
  return isAscii(data) ? data.toString('latin1') : data.toString();
}

/** A recording holds one frame per line. Line ends in JSON can only stand between its tokens. */
function onOneLine(text: string): string {
  return text.includes('\n') || text.includes('\r') ? text.replace(/[\r\n]+/g, ' ') : text;
}

function describeFailure(error: Error & { readonly code?: string }): string {
  return error.message === '' ? (error.code ?? error.name) : error.message.replace(/\s+/g, ' ');
}

function describeClose(code: number, reason: string): string {
  const said = reason.replace(/\s+/g, ' ');
  return `closed with code ${code}${said === '' ? '' : `, ${said}`}`;
}
