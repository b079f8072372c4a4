import { EventScheduler, unixMs, type FeedEvent, type RestAnswer } from '@perpstream/core';
import { collectFaults, randomNumbers } from '@perpstream/testing';
import { Subject } from 'rxjs';
import { passTime, VirtualRest } from '../test-kit/virtual-rest';
import { barAuditor } from './bar-auditor';

const CANDLES = '{"candles":[]}';
const path = '/candles/perpetualMarkets/BTC-USD?resolution=1MIN&limit=20';

const live = (channel: string): FeedEvent => ({
  kind: 'stream',
  receivedUs: 0,
  connection: 0,
  channel,
  id: 'BTC-USD',
  state: { kind: 'live' },
});

describe('barAuditor', () => {
  it('asks for the candles of each market whose trades are live, some minutes apart', async () => {
    const scheduler = new EventScheduler(unixMs(0));
    const rest = new VirtualRest(scheduler, () => CANDLES);
    const events$ = new Subject<FeedEvent>();
    const answers: RestAnswer[] = [];
    const auditor = barAuditor({ rest, scheduler, random: randomNumbers(7), faults: collectFaults() });
    const auditing = events$.pipe(auditor).subscribe((answer) => answers.push(answer));
    events$.next(live('v4_orderbook'));
    events$.next(live('v4_trades'));
    await passTime(scheduler, 90_000);
    expect(rest.asked).toEqual([{ path, atMs: 90_000 }]);
    await passTime(scheduler, 600_000);
    auditing.unsubscribe();
    expect(rest.asked.length).toBeGreaterThanOrEqual(2);
    expect(new Set(answers.map((answer) => answer.path))).toEqual(new Set([path]));
  });
});
