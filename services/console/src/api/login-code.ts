/** The code of a login link: whole link or bare code, as people paste it. */
export function codeIn(pasted: string): string {
  const text = pasted.trim();
  return /[?&]login=([^&#\s]+)/.exec(text)?.[1] ?? text;
}
