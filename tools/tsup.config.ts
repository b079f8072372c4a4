import { existsSync } from 'node:fs';
import { defineConfig } from 'tsup';

/** The second entry of a package whose formulas are useful alone. */
const math = 'src/math.ts';

export default defineConfig({
  entry: ['src/index.ts', ...(existsSync(math) ? [math] : [])],
  format: ['esm', 'cjs'],
  target: 'node20',
  clean: true,
  sourcemap: true,
  treeshake: false,
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
