import type { UncrossPolicyName } from '@perpstream/core';
import { asDocumented } from './as-documented';
import { byAge } from './by-age';
import { bySize } from './by-size';
import { bySubtraction } from './by-subtraction';
import type { UncrossPolicy } from './uncross-policy';
import { withhold } from './withhold';

/** Every policy by its name. */
export const uncrossPolicies: Readonly<Record<UncrossPolicyName, UncrossPolicy>> = {
  age: byAge,
  size: bySize,
  documentation: asDocumented,
  subtract: bySubtraction,
  none: withhold,
};
