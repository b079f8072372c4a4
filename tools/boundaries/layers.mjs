/**
 * What each layer may import: the one statement of the layer matrix, read by lint, by the boundary check and by the docs.
 *
 * The shape is a star: messages that cross a layer live in `core`, so a layer imports `core` alone. `testing` and
 * `local-exchange` are support packages that only specs may import (see `specOnly`).
 */
export const allowed = {
  core: [],
  connection: ['core'],
  data: ['core'],
  signals: ['core'],
  strategy: ['core'],
  risk: ['core'],
  trading: ['core'],
  dashboard: ['core'],
  testing: ['core'],
  'local-exchange': ['core'],
};

/** Packages that the specs of a layer may import beyond `allowed`. */
export const specOnly = {
  connection: ['testing', 'local-exchange'],
  data: ['testing'],
  signals: ['testing'],
  strategy: ['testing'],
  risk: ['testing'],
  trading: ['testing'],
  dashboard: ['testing'],
};

const network = ['ws', '@dydxprotocol/*'];
const banned = { connection: [], 'local-exchange': ['@dydxprotocol/*'] };

/** The matrix as the Nx boundary rule reads it. */
export const depConstraints = [
  ...Object.entries(allowed).map(([layer, below]) => ({
    sourceTag: `layer:${layer}`,
    onlyDependOnLibsWithTags: [...below, ...(specOnly[layer] ?? [])].map((name) => `layer:${name}`),
    bannedExternalImports: banned[layer] ?? network,
  })),
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['layer:*', 'type:app'],
    bannedExternalImports: ['@dydxprotocol/*'],
  },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['layer:*', 'type:tool'] },
];
