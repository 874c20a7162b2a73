import { registerHooks } from 'node:module';

// A child process has no bundler: it finds the sources of core by this hook.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@ledgerline/core'
      ? next(new URL('../../core/src/index.ts', import.meta.url).href, context)
      : next(specifier, context),
});
