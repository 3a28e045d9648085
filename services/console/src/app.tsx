import { useRoute } from 'wouter';
import { LiveProvider } from './api/live.tsx';
import { useMe } from './api/session.ts';
import { CasePage } from './case/case-page.tsx';
import { ConnectionBar } from './parts/connection-bar.tsx';
import { useWords } from './parts/preferences.tsx';
import { Queue } from './queue/queue.tsx';
import { SignIn } from './sign-in.tsx';
import { TopBar } from './top-bar.tsx';

/** Signed in: the desk. Otherwise: how to sign in. */
export function App({ login }: { login: 'none' | 'opened' | 'refused' }) {
  const me = useMe();
  const hasEnded = me.error?.status === 401;
  if (me.data !== undefined && !hasEnded) {
    return (
      <LiveProvider>
        <Desk />
      </LiveProvider>
    );
  }
  if (me.isPending) return <Waiting />;
  if (!hasEnded) return <SignIn because="unreachable" />;
  if (me.data !== undefined) return <SignIn because="ended" />;
  return <SignIn because={login === 'refused' ? 'refused' : 'none'} />;
}

/** The queue stays where it is while cases are opened beside it; on a small screen the case takes its place. */
function Desk() {
  const words = useWords();
  const [isCase, params] = useRoute('/cases/:id');
  const openId = isCase ? decodeURIComponent(params.id) : undefined;
  const QueuePane = openId === undefined ? 'main' : 'div';
  return (
    <div className={`desk ${openId === undefined ? 'desk-queue' : 'desk-case'}`}>
      <a className="skip" href="#main">
        {words.say(openId === undefined ? 'desk.skip.queue' : 'desk.skip')}
      </a>
      <TopBar />
      <ConnectionBar />
      <div className="panes">
        <QueuePane className="pane pane-queue" id={openId === undefined ? 'main' : undefined}>
          <Queue openId={openId} />
        </QueuePane>
        {openId !== undefined && (
          <main className="pane pane-case" id="main">
            <CasePage key={openId} caseId={openId} />
          </main>
        )}
      </div>
    </div>
  );
}

function Waiting() {
  const words = useWords();
  return (
    <p className="waiting" role="status">
      {words.say('desk.loading')}
    </p>
  );
}
