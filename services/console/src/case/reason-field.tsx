import { useWords } from '../parts/preferences.tsx';

interface ReasonFieldProps {
  value: string;
  onChange(value: string): void;
  isMissing: boolean;
}

export function ReasonField({ value, onChange, isMissing }: ReasonFieldProps) {
  const words = useWords();
  return (
    <div className="field">
      <label htmlFor="reason">{words.say('command.decide.reason')}</label>
      <p id="reason-hint" className="muted">
        {words.say('command.decide.reason.hint')}
      </p>
      <textarea
        id="reason"
        rows={3}
        maxLength={4000}
        value={value}
        aria-required="true"
        aria-invalid={isMissing}
        aria-describedby={isMissing ? 'reason-hint reason-missing' : 'reason-hint'}
        onChange={(event) => onChange(event.target.value)}
      />
      {isMissing && (
        <p className="field-error" id="reason-missing" role="alert">
          {words.say('command.decide.missing-reason')}
        </p>
      )}
    </div>
  );
}
