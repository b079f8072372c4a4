/** Private members are left behind by object spread, so a changed copy of an approved order is not approved. */
declare class Approval {
  private readonly approved: true;
}

/**
 * Permission as a type: an order that the risk layer has let through. Only `@perpstream/risk` makes one (lint bans the
 * cast elsewhere); an `OrderGateway` takes nothing else, so sending an unchecked order, or a changed copy of a checked
 * one, does not compile. Costs nothing at run time.
 */
export type RiskApproved<T> = T & Approval;
