import { partsOf } from '../i18n/isolate.ts';

/** A composed sentence, the ids in it bold. */
export const Sentence = ({ text }: { text: string }) =>
  partsOf(text).map((part, index) => (part.isId ? <strong key={index}>{part.text}</strong> : part.text));
