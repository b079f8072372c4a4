import { type FrameHead } from '../socket/frame-head';
import { type ErrorMeaning } from './error-catalogue';
import { type HeldStream } from './held-stream';
import { streamName, type StreamRequest } from './stream-request';

/**
 * The stream that an error of the server is about, if that can be told. An error answers a request, so it is one of those
 * asked for: the one it names, in its fields or in its text, else the latest that it may concern. (Were it another, that
 * one would be asked for again a little later.)
 */
export function refusedStream(
  { error = '', channel, id }: FrameHead,
  meaning: ErrorMeaning,
  held: Iterable<HeldStream>,
): HeldStream | undefined {
  const asked = [...held].filter(({ phase }) => phase === 'asked');
  const named = asked.find(({ record: { name, stream } }) => {
    const isNamedByFields = channel !== undefined && name === streamName({ channel, id });
    return isNamedByFields || error.includes(`(${stream.channel}-${stream.id ?? stream.channel})`);
  });
  if (named !== undefined || id !== undefined) return named;
  return asked
    .filter(({ record }) => mayConcern(record.stream, error, meaning))
    .reduce<HeldStream | undefined>(
      (latest, one) => (latest === undefined || one.turn > latest.turn ? one : latest),
      undefined,
    );
}

function mayConcern({ channel }: StreamRequest, error: string, meaning: ErrorMeaning): boolean {
  if (meaning === 'blocked') return channel === 'v4_subaccounts' || channel === 'v4_parent_subaccounts';
  return error === 'Internal error' || error.includes(`${channel} `) || error.includes(`${channel}.`);
}
