import type { ClockSkew, UnixMs } from '@perpstream/core';
import type { DashboardModel } from '../view-model/dashboard-model';
import { linkHealth, type LinkHealth } from '../view-model/link-health';
import { streamHealth } from '../view-model/stream-health';
import { fixedText, signedText } from './format-number';
import { clockText, secondsText } from './format-time';
import { streamCountsText, streamTroubleText, uptimeText } from './stream-text';
import { fillLine, span, spreadLine, type TextLine } from './text-line';

/** With no event for so long, the rate of the last window says nothing any more. */
const RATE_HOLDS_MS = 2_000;

/** The first line: who, which block, how busy, what time. */
export function titleLine(model: DashboardModel, title: string, nowMs: UnixMs, width: number): TextLine {
  const isQuiet = model.latestMs === undefined || nowMs - model.latestMs > RATE_HOLDS_MS;
  const right = [
    ...(model.block === undefined ? [] : [`block ${fixedText(model.block.height, 0)}`]),
    `${fixedText(isQuiet ? 0 : model.rate.perSecond, 0)} events/s`,
    `${clockText(nowMs)} UTC`,
  ];
  return spreadLine([span(title, 'strong')], [span(right.join(' · '))], width);
}

/** The second line: the state of the link. In trouble it is one red bar. */
export function linkLine(model: DashboardModel, nowMs: UnixMs, width: number): TextLine {
  const health = linkHealth(model, nowMs);
  const text = healthText(health);
  if (health.level === 'alarm') return fillLine([span(` ${text}`, 'alarm')], width, 'alarm');
  const left = span(text, health.level === 'fine' ? 'good' : 'caution');
  return spreadLine([left], [span(countsText(model), 'faint')], width);
}

/** The third line, once there is something to say: the streams with the worst of them, and the rhythm of the exchange. */
export function streamLines({ streams, clockSkew }: DashboardModel, nowMs: UnixMs, width: number): readonly TextLine[] {
  const health = streamHealth(streams, nowMs);
  if (health.total === 0 && clockSkew === undefined) return [];
  const { worst, uptime } = health;
  const trouble = worst === undefined ? '' : `: ${streamTroubleText(worst, nowMs)}`;
  const left = health.total === 0 ? '' : `STREAMS ${streamCountsText(health)}${trouble}`;
  const right = [
    ...(uptime === undefined ? [] : [`uptime ${uptimeText(uptime)}`]),
    ...(clockSkew === undefined ? [] : [skewText(clockSkew)]),
  ];
  return [spreadLine([span(left, worst === undefined ? 'good' : 'bad')], [span(right.join(' · '), 'faint')], width)];
}

/** How far the clock is off, and how late the newest block came: `skew +12 ms · delay 5 ms`. */
export function skewText({ skewMs, delayMs }: ClockSkew): string {
  return `skew ${signedText(skewMs, 0)} ms · delay ${fixedText(delayMs, 0)} ms`;
}

/** What is the matter in words: `DISCONNECTED 4s, retry 3 in 2s, connection 0: reset by peer`. */
export function healthText(health: LinkHealth): string {
  const { headline, forMs, connection, down, attempt, retryInMs, reason } = health;
  const parts = [forMs === undefined ? headline : `${headline} ${secondsText(forMs)}`];
  const tries = attempt === undefined ? 'retry' : `retry ${attempt}`;
  if (retryInMs !== undefined) parts.push(`${tries} in ${secondsText(retryInMs + 999)}`);
  else if (attempt !== undefined) parts.push(`attempt ${attempt}`);
  if (connection !== undefined) parts.push(`connection ${connection}${down === undefined ? '' : ` (${down} down)`}`);
  return `${parts.join(', ')}${reason === undefined ? '' : `: ${reason}`}`;
}

function countsText({ counts }: DashboardModel): string {
  const { decisions, approved, trimmed, refused, orders, fills } = counts;
  const verdicts = `${approved} approved, ${trimmed} trimmed, ${refused} refused`;
  return `decisions ${decisions} (${verdicts}) · orders ${orders} · fills ${fills}`;
}
