import { useEffect, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { LinkIcon } from '../parts/icons.tsx';
import { useWords } from '../parts/preferences.tsx';

const shownForMs = 3_000;

/** Copies the permanent address of the case, without the filters of the reader who copies it. */
export function CopyLink({ path }: { path: string }) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  // The clipboard exists only over HTTPS and on localhost; elsewhere the address bar remains.
  if (!('clipboard' in navigator)) return null;
  const copy = () => void navigator.clipboard.writeText(new URL(path, location.href).href).then(() => setCopied(true));
  return (
    <Button look="quiet" className="copy" onClick={copy}>
      <LinkIcon />
      <span role="status">{words.say(copied ? 'case.link.copied' : 'case.link')}</span>
    </Button>
  );
}
