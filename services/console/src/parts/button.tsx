import { type ButtonHTMLAttributes } from 'react';
import { usePreferences } from './preferences.tsx';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'primary' | 'plain' | 'quiet';
  /** The key that does the same, shown on the button while single keys are on. */
  hint?: string;
  busy?: boolean;
}

export function Button({ look = 'plain', hint, busy = false, children, className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`button button-${look} ${className}`}
      aria-busy={busy || undefined}
      aria-keyshortcuts={hint && shortcutOf(hint)}
      {...rest}
    >
      {children}
      {hint !== undefined && <KeyHint>{hint}</KeyHint>}
    </button>
  );
}

/** The hint as ARIA writes keys. */
const shortcutOf = (hint: string): string =>
  hint.replace('⇧', 'Shift+').replace('Ctrl ', 'Control+').replace('⏎', 'Enter');

export function KeyHint({ children }: { children: string }) {
  return usePreferences().keys ? (
    <kbd className="key" aria-hidden="true">
      {children}
    </kbd>
  ) : null;
}
