import { expect, test } from '@jest/globals';
import { builtProject } from './build.ts';

test.each([
  ['✔  nx run @vigie/contracts:build', '@vigie/contracts, built'],
  ['✔  nx run @vigie/contracts:build  [local cache]', '@vigie/contracts, as before'],
  ['   ✔  nx run @vigie/alerts:build (2.1s)', '@vigie/alerts, built'],
  [' NX   Running target build for 10 projects:', undefined],
  ['- @vigie/console', undefined],
  ['✖  nx run @vigie/alerts:build', undefined],
])('%s is reported as %s', (line, shown) => {
  expect(builtProject(line)).toBe(shown);
});
