const tailLength = 6;
const shortEnough = 18;

/** An id as what may be cut and what must be seen: ids that belong together often differ at their end only. */
export function idParts(id: string): { head: string; tail: string } {
  const letters = [...id];
  if (letters.length <= shortEnough) return { head: '', tail: id };
  return { head: letters.slice(0, -tailLength).join(''), tail: letters.slice(-tailLength).join('') };
}
