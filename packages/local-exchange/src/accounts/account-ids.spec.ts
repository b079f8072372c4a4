import { orderUuid, subaccountUuid } from './account-ids';

// The address and the expected ids are constants of v4-chain (indexer/packages/postgres) and its documentation.
const ADDRESS = 'dydx18tkxrnrkqc2t0lr3zxr5g6a4hdvqksylxqje4r';

describe('ids of the Indexer', () => {
  it('derives the id of a subaccount from address and number', () => {
    expect(subaccountUuid(ADDRESS, 0)).toBe('c7169f81-0c80-54c5-a41f-9cbb6a538fdf');
  });

  it.each([
    [123, 5, 64, '91bfdfc5-dd70-5846-9a8f-ce490435743b'],
    [123, 0, 0, '438f0b8b-99ba-5d35-81da-3938452a85a0'],
  ])(
    'derives the id of the order with client id %d in pair %d with flags %d',
    (clientId, clobPairId, orderFlags, id) => {
      expect(orderUuid(subaccountUuid(ADDRESS, 0), { clientId, clobPairId, orderFlags })).toBe(id);
    },
  );
});
