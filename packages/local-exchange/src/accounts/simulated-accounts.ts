/** An address of the simulation with the numbers of its subaccounts. */
export type SimulatedAccount = { readonly address: string; readonly subaccountNumbers: readonly number[] };

/**
 * The addresses that trade in every simulated venue: the first quotes short-term orders as subaccount 0 and holds
 * long-term orders as 128, a child of parent 0; the second takes as subaccount 0. Nobody has their keys.
 */
export const SIMULATED_ACCOUNTS: readonly [SimulatedAccount, SimulatedAccount] = [
  { address: 'dydx1vap6kgglk36rrczt75fs86a6g7t55z4z5tet2g', subaccountNumbers: [0, 128] },
  { address: 'dydx1tekxkykchrx3mkgnhgmnqymwm4sc3t902ul0rh', subaccountNumbers: [0] },
];
