/** Test doubles and contract suites of the domain; for specs only. */
export * from './scoring/scoring-model-contract.ts';
export * from './scoring/scoring-model.fake.ts';
export * from './cases/cases.fixture.ts';
