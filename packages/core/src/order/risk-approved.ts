import type { Brand } from '../units/brand';

/**
 * Permission as a type: an order that the risk layer has let through. Only `@perpstream/risk` makes one (lint bans the
 * cast elsewhere); an `OrderGateway` takes nothing else, so sending an unchecked order does not compile.
 */
export type RiskApproved<T> = Brand<T, 'RiskApproved'>;
