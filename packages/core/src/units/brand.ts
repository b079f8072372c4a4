declare const brandTag: unique symbol;

/** A primitive that must not be mixed up with another of the same type; costs nothing at run time. */
export type Brand<T, Name extends string> = T & { readonly [brandTag]: Name };
