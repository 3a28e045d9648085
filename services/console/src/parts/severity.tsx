import { type Severity } from '../api/types.ts';
import { severityIcons } from './icons.tsx';
import { keyOf } from '../i18n/words.ts';
import { useWords } from './preferences.tsx';

/** Severity as shape, word and colour; what it means on hover. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const words = useWords();
  const meaning = keyOf(`severity.${severity}.meaning`);
  return (
    <span className={`severity severity-${severity}`} title={meaning && words.say(meaning)}>
      {severityIcons[severity]}
      <span>{words.nameOf('severity', severity)}</span>
    </span>
  );
}
