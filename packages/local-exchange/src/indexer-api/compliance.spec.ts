import { ExchangeClient } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { HandClock } from '../test-kit/hand-clock';
import { StaticVenue } from '../test-kit/static-venue';

jest.setTimeout(30_000);

const start = useExchanges();

const BLOCKED = 'dydx1blocked';
const ADDRESS_TEXT =
  'Because this address appears to be a resident of, or trading from, a jurisdiction that violates our terms of use, ' +
  'or has engaged in activity that violates our terms of use, this address has been blocked.';
const ORIGIN_TEXT =
  'Because you appear to be a resident of, or trading from, a jurisdiction that violates our terms of use, ' +
  'or have engaged in activity that violates our terms of use, you have been blocked. ' +
  'You may withdraw your funds from the protocol at any time.';

async function answer(url: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
}

describe('a blocked address', () => {
  it.each([
    `/addresses/${BLOCKED}`,
    `/addresses/${BLOCKED}/subaccountNumber/0`,
    `/orders?address=${BLOCKED}&subaccountNumber=0`,
    `/fills/parentSubaccount?address=${BLOCKED}&parentSubaccountNumber=0`,
    `/transfers/between?sourceAddress=${BLOCKED}`,
  ])('R12: is refused at %s', async (path) => {
    const { restUrl } = await start(new StaticVenue(), { blockedAddresses: [BLOCKED] });
    const errors = [{ code: 'COMPLIANCE_BLOCKED', msg: ADDRESS_TEXT }];
    expect(await answer(restUrl + path)).toEqual({ status: 403, body: { errors } });
  });

  it.each(['v4_subaccounts', 'v4_parent_subaccounts'])('R12: is refused on %s, others are not', async (channel) => {
    const { wsUrl } = await start(new StaticVenue(), { blockedAddresses: [BLOCKED] });
    const client = await ExchangeClient.connect(wsUrl);
    client.subscribe(channel, `${BLOCKED}/0`);
    expect(await client.next()).toMatchObject({ type: 'error', message: ADDRESS_TEXT, channel, id: `${BLOCKED}/0` });
    client.subscribe(channel, 'dydx1other/0');
    client.subscribe('v4_trades', 'AAA-USD');
    expect([(await client.next()).type, (await client.next()).type]).toEqual(['subscribed', 'subscribed']);
  });

  it('is told when it is screened', async () => {
    const { restUrl } = await start(new StaticVenue(), { blockedAddresses: [BLOCKED], clock: new HandClock() });
    const updatedAt = '2026-03-01T00:00:00.000Z';
    const blocked = { status: 'BLOCKED', reason: 'COMPLIANCE_PROVIDER', updatedAt };
    expect((await answer(`${restUrl}/compliance/screen/${BLOCKED}`)).body).toEqual(blocked);
    expect((await answer(`${restUrl}/compliance/screen/dydx1other`)).body).toEqual({ status: 'COMPLIANT' });
    const restricted = { restricted: true, reason: 'COMPLIANCE_PROVIDER' };
    expect((await answer(`${restUrl}/screen?address=${BLOCKED}`)).body).toEqual(restricted);
    expect((await answer(`${restUrl}/screen?address=dydx1other`)).body).toEqual({ restricted: false });
    expect((await answer(`${restUrl}/screen`)).status).toBe(400);
  });
});

describe('a blocked origin', () => {
  it('R12: is refused accounts, and may see markets', async () => {
    const { restUrl, wsUrl } = await start(new StaticVenue(), { geoblocked: true });
    const errors = [{ code: 'GEOBLOCKED', msg: ORIGIN_TEXT }];
    expect(await answer(`${restUrl}/addresses/dydx1any`)).toEqual({ status: 403, body: { errors } });
    expect((await answer(`${restUrl}/perpetualMarkets`)).status).toBe(200);
    const client = await ExchangeClient.connect(wsUrl);
    client.subscribe('v4_subaccounts', 'dydx1any/0');
    client.subscribe('v4_markets');
    expect(await client.next()).toMatchObject({ type: 'error', message: ORIGIN_TEXT });
    expect((await client.next()).type).toBe('subscribed');
  });
});
