import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { codeIn } from './api/login-code.ts';
import { Problem } from './api/problem.ts';
import { meKey, openSession } from './api/session.ts';
import { Button } from './parts/button.tsx';
import { Emblem } from './parts/icons.tsx';
import { LanguageSwitch } from './parts/language-switch.tsx';
import { Notice } from './parts/notice.tsx';
import { useWords } from './parts/preferences.tsx';

type Trouble = 'none' | 'ended' | 'refused' | 'unreachable';

export function SignIn({ because }: { because: Trouble }) {
  const words = useWords();
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const [trouble, setTrouble] = useState<Trouble>(because);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    openSession(codeIn(code)).then(
      () => client.resetQueries({ queryKey: meKey }),
      (problem: unknown) => setTrouble(isRefusal(problem) ? 'refused' : 'unreachable'),
    );
  };
  return (
    <main className="sign-in">
      <LanguageSwitch />
      <form onSubmit={submit}>
        <Emblem />
        <h1>{words.say('sign-in.title')}</h1>
        {trouble !== 'none' && <Notice tone="warning">{words.say(`sign-in.${trouble}`)}</Notice>}
        <p>{words.say('sign-in.how')}</p>
        <label htmlFor="code">{words.say('sign-in.code')}</label>
        <input
          id="code"
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button look="primary" type="submit" disabled={code.trim() === ''}>
          {words.say('sign-in.send')}
        </Button>
      </form>
    </main>
  );
}

const isRefusal = (problem: unknown): boolean =>
  problem instanceof Problem && problem.status >= 400 && problem.status < 500;
