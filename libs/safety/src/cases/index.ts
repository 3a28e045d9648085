export * from './apply-case-event.ts';
export * from './case.ts';
export * from './case-event.ts';
export * from './case-input.ts';
export * from './decide-case.ts';
