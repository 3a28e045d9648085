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
  'scope:service': [
    'scope:safety',
    'scope:contracts',
    'scope:kafka',
    'scope:runtime',
    'scope:inference',
    'scope:cases',
  ],
};

/** Third-party packages that a library may use; everything else is refused. */
const packages = {
  'scope:contracts': ['@bufbuild/protobuf', '@bufbuild/protobuf/*'],
  'scope:safety': [],
  'scope:inference': ['onnxruntime-node'],
  'scope:runtime': ['@nestjs/*', 'prom-client', 'zod', 'pino', 'yaml', 'reflect-metadata', 'rxjs'],
  'scope:kafka': ['kafkajs', '@nestjs/*', 'rxjs'],
  'scope:cases': ['ioredis', '@bufbuild/protobuf', '@bufbuild/protobuf/*'],
};

const projectsOnly = Object.entries(boundaries).map(([sourceTag, onlyDependOnLibsWithTags]) => ({
  sourceTag,
  onlyDependOnLibsWithTags: onlyDependOnLibsWithTags.length > 0 ? onlyDependOnLibsWithTags : ['scope:none'],
}));
const projectsAndPackages = projectsOnly.map((constraint) => {
  const allowedExternalImports = packages[constraint.sourceTag];
  return allowedExternalImports === undefined ? constraint : { ...constraint, allowedExternalImports };
});
const enforce = (depConstraints) => ['error', { allow: [], enforceBuildableLibDependency: true, depConstraints }];
const TESTS = ['**/*.spec.ts', '**/*-contract.ts', '**/testing/**/*.ts'];

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.nx/', '.vigie/', 'coverage/', 'libs/contracts/src/gen/', 'training/'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': enforce(projectsAndPackages),
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Configuration is read in main.ts only.' },
      ],
      eqeqeq: 'error',
    },
  },
  {
    // Tests may use test tools, but they respect who may know whom.
    files: TESTS,
    rules: { '@nx/enforce-module-boundaries': enforce(projectsOnly) },
  },
  {
    files: [
      'services/*/src/main.ts',
      'services/cli/src/**',
      'deploy/**',
      'tools/**',
      'test/**',
      '**/*.spec.ts',
      '**/vite.config.ts',
    ],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
  {
    files: ['libs/safety/src/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: 'The domain is pure: no I/O.' }] }],
      'no-restricted-globals': [
        'error',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'fetch',
        'process',
        'Buffer',
        'performance',
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'The domain has no clock.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The domain has no clock.' },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'The domain has no randomness.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
);
