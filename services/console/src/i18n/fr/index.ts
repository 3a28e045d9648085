import { type MessageKey } from '../en/index.ts';
import { setFrench } from '../french-spacing.ts';
import { caseWords } from './case.ts';
import { desk } from './desk.ts';
import { queue } from './queue.ts';
import { vocabulary } from './vocabulary.ts';
import { why } from './why.ts';

export const fr: Record<MessageKey, string> = setFrench({ ...desk, ...queue, ...caseWords, ...vocabulary, ...why });
