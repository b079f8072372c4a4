import { ExchangeClient } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { StaticVenue } from '../test-kit/static-venue';
import type { IndexerSubaccountChange, IndexerTransferRow } from '../venue/account-shapes';

jest.setTimeout(30_000);

const start = useExchanges();

const OWNER = 'dydx1owner';

const change = (blockHeight: string): IndexerSubaccountChange => ({ blockHeight });

function transfer(to: { address: string; subaccountNumber?: number }): IndexerTransferRow {
  return {
    sender: { address: OWNER, subaccountNumber: 0 },
    recipient: to,
    symbol: 'USDC',
    size: '100',
    type: 'TRANSFER_OUT',
    transactionHash: 'AB',
    createdAt: '2026-03-01T00:00:00.000Z',
    createdAtHeight: '7',
  };
}

describe('the parent channel', () => {
  it('has the updates of children 0, 128, 256 with their numbers in the envelope', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_parent_subaccounts', `${OWNER}/0`);
    expect(await client.next()).toMatchObject({ type: 'subscribed', contents: {} });
    for (const number of [0, 128, 1, 256]) {
      venue.runtime!.publish({ channel: 'v4_subaccounts', id: `${OWNER}/${number}`, contents: change(String(number)) });
    }
    venue.runtime!.publish({ channel: 'v4_subaccounts', id: 'dydx1other/0', contents: change('9') });
    await client.roundTrip();
    const { connection_id: connection } = client.messages[0]!;
    const frame = (id: number, number: number): string =>
      `{"type":"channel_data","connection_id":"${String(connection)}","message_id":${id},"id":"${OWNER}/0",` +
      `"channel":"v4_parent_subaccounts","version":"3.0.0","contents":{"blockHeight":"${number}"},"subaccountNumber":${number}}`;
    expect(client.texts.slice(2)).toEqual([frame(2, 0), frame(3, 128), frame(4, 256)]);
  });

  it('sends one batch per child, in the order in which the children first appeared', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_parent_subaccounts', `${OWNER}/2`, true);
    await client.next();
    for (const [number, height] of [
      [130, '1'],
      [2, '2'],
      [130, '3'],
    ] as const) {
      venue.runtime!.publish({ channel: 'v4_subaccounts', id: `${OWNER}/${number}`, contents: change(height) });
    }
    const batches = [await client.next(), await client.next()];
    expect(
      batches.map(({ type, message_id, subaccountNumber, contents }) => [type, message_id, subaccountNumber, contents]),
    ).toEqual([
      ['channel_batch_data', 2, 130, [{ blockHeight: '1' }, { blockHeight: '3' }]],
      ['channel_batch_data', 3, 2, [{ blockHeight: '2' }]],
    ]);
  });

  it.each([
    ['between two children', { address: OWNER, subaccountNumber: 128 }, false],
    ['to a child of another parent', { address: OWNER, subaccountNumber: 129 }, true],
    ['to another owner', { address: 'dydx1other', subaccountNumber: 128 }, true],
    ['to a wallet', { address: OWNER }, true],
  ])('of a transfer %s has what crosses its bounds', async (_name, to, isShown) => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const [parent, child] = [
      await ExchangeClient.connect(exchange.wsUrl),
      await ExchangeClient.connect(exchange.wsUrl),
    ];
    parent.subscribe('v4_parent_subaccounts', `${OWNER}/0`);
    child.subscribe('v4_subaccounts', `${OWNER}/0`);
    await Promise.all([parent.next(), child.next()]);
    const contents = { blockHeight: '7', transfers: transfer(to) };
    venue.runtime!.publish({ channel: 'v4_subaccounts', id: `${OWNER}/0`, contents });
    expect((await parent.next()).contents).toEqual(isShown ? contents : { blockHeight: '7' });
    const update = await child.next();
    expect(update.contents).toEqual(contents);
    expect(update).not.toHaveProperty('subaccountNumber');
  });
});

describe('what is wanted', () => {
  it('is what somebody has subscribed to, of a subaccount also by its parent; all when REST lags', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const isWanted = (channel: 'v4_orderbook' | 'v4_subaccounts', id: string): boolean =>
      venue.runtime!.isWanted!(channel, id);
    expect(isWanted('v4_orderbook', 'AAA-USD')).toBe(false);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_orderbook', 'AAA-USD', true);
    client.subscribe('v4_parent_subaccounts', `${OWNER}/1`);
    await client.roundTrip();
    expect(isWanted('v4_orderbook', 'AAA-USD')).toBe(true);
    expect(isWanted('v4_orderbook', 'BBB-USD')).toBe(false);
    expect(isWanted('v4_subaccounts', `${OWNER}/129`)).toBe(true);
    expect(isWanted('v4_subaccounts', `${OWNER}/2`)).toBe(false);
    const lagging = new StaticVenue();
    await start(lagging, { restLagMs: 100 });
    expect(lagging.runtime!.isWanted!('v4_orderbook', 'AAA-USD')).toBe(true);
  });
});
