import { caseWords } from './case.ts';
import { desk } from './desk.ts';
import { queue } from './queue.ts';
import { vocabulary } from './vocabulary.ts';
import { why } from './why.ts';

export const en = { ...desk, ...queue, ...caseWords, ...vocabulary, ...why };

export type MessageKey = keyof typeof en;
