import { isoTime } from '../../clock/iso-time';
import { RestError } from './rest-error';
import type { RestRequest } from './rest-request';

/** `/v4/time`: the server's clock; `epoch` in seconds. */
export function time({ clock }: RestRequest): object {
  const nowMs = Math.round(clock.now());
  return { iso: isoTime(nowMs), epoch: nowMs / 1_000 };
}

/** `/v4/height`: the last block. */
export function height({ past }: RestRequest): object {
  const last = past.height();
  if (last === undefined) throw RestError.notFound('No blocks found');
  return last;
}
