type Optional<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };
type Required<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] };

/** The fields of `T` with those left out that may be undefined. */
export type Stated<T> = Required<T> & Optional<T>;

/** Leaves out the fields that are undefined, so that "not stated by the exchange" is an absent field. */
export function stated<T extends object>(fields: T): Stated<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Stated<T>;
}
