import { type ReactNode } from 'react';

interface NoticeProps {
  tone?: 'calm' | 'warning' | 'good';
  children: ReactNode;
  actions?: ReactNode;
}

/** Says what happened and what can be done; a warning is read out at once, anything else when there is a pause. */
export function Notice({ tone = 'calm', children, actions }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={tone === 'warning' ? 'alert' : 'status'}>
      <p>{children}</p>
      {actions && <div className="notice-actions">{actions}</div>}
    </div>
  );
}

interface BlankProps {
  title: string;
  hint?: ReactNode;
  children?: ReactNode;
}

/** A place where there is nothing (yet), and why. */
export function Blank({ title, hint, children }: BlankProps) {
  return (
    <div className="blank">
      <p className="blank-title">{title}</p>
      {hint && <p className="blank-hint">{hint}</p>}
      {children}
    </div>
  );
}
