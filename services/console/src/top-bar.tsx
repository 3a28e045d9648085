import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { closeSession, useMe } from './api/session.ts';
import { forgetDrafts } from './case/drafts.ts';
import { Button } from './parts/button.tsx';
import { LiveMark } from './parts/connection-bar.tsx';
import { Help } from './parts/help.tsx';
import { Emblem } from './parts/icons.tsx';
import { LanguageSwitch } from './parts/language-switch.tsx';
import { useWords } from './parts/preferences.tsx';
import { useKey } from './parts/use-key.ts';

export function TopBar() {
  const words = useWords();
  const client = useQueryClient();
  const me = useMe().data;
  const [isHelpOpen, setHelpOpen] = useState(false);
  useKey('shift+?,?', () => setHelpOpen(true));
  const signOut = (): void => {
    forgetDrafts();
    void closeSession().finally(() => client.resetQueries());
  };
  return (
    <header className="top-bar">
      <Link href="/" className="brand">
        <Emblem />
        <span>{words.say('desk.name')}</span>
      </Link>
      <LiveMark />
      <div className="top-bar-end">
        <Button look="quiet" hint="?" onClick={() => setHelpOpen(true)}>
          {words.say('desk.help')}
        </Button>
        <LanguageSwitch />
        <span className="me" title={words.say('desk.signed-in', { user: me?.userId ?? '' })}>
          {me?.userId}
        </span>
        <Button look="quiet" onClick={signOut}>
          {words.say('desk.sign-out')}
        </Button>
      </div>
      {isHelpOpen && <Help onClose={() => setHelpOpen(false)} />}
    </header>
  );
}
