import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Who may import whom, as in docs/architecture.md. `test/architecture` proves that a breach fails. */
const boundaries = {
  'scope:contracts': [],
  'scope:safety': ['scope:contracts'],
  'scope:inference': ['scope:safety', 'scope:contracts'],
  'scope:runtime': [],
  'scope:kafka': ['scope:contracts', 'scope:runtime'],
  'scope:cases': ['scope:safety', 'scope:contracts', 'scope:kafka', 'scope:runtime'],
  'scope:service': ['scope:safety', 'scope:contracts', 'scope:kafka', 'scope:runtime', 'scope:inference', 'scope:cases'],
};

/** Third-party packages that a library may use; everything else is refused. */
const packages = {
  'scope:contracts': ['@bufbuild/protobuf'],
  'scope:safety': [],
  'scope:inference': ['onnxruntime-node'],
  'scope:runtime': ['@nestjs/*', 'prom-client', 'zod', 'pino', 'reflect-metadata', 'rxjs'],
  'scope:kafka': ['kafkajs', '@nestjs/*', 'rxjs'],
  'scope:cases': ['ioredis'],
};

const depConstraints = Object.entries(boundaries).map(([sourceTag, onlyDependOnLibsWithTags]) => ({
  sourceTag,
  onlyDependOnLibsWithTags: onlyDependOnLibsWithTags.length > 0 ? onlyDependOnLibsWithTags : ['scope:none'],
  ...(packages[sourceTag] === undefined ? {} : { allowedExternalImports: packages[sourceTag] }),
}));

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.nx/', '.vigie/', 'coverage/', 'libs/contracts/src/gen/', 'training/'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { allow: [], enforceBuildableLibDependency: true, depConstraints }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Configuration is read in main.ts only.' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['services/*/src/main.ts', 'services/cli/src/**', 'deploy/**', 'test/**', '**/*.spec.ts', '**/vite.config.ts'],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
  {
    files: ['libs/safety/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: 'The domain is pure: no I/O.' }] }],
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'setImmediate', 'fetch', 'process', 'Buffer', 'performance'],
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'The domain has no clock.' },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The domain has no clock.' },
        { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'The domain has no randomness.' },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly' } },
  },
);
