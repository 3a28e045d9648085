import { serverNow, setServerTime } from '../parts/clock.ts';
import { problemOf, unreachable } from './problem.ts';
import { noteAnswer } from './reach.ts';

const answerWithinMs = 15_000;

/** One request to the service that serves this page. Throws a {@link Problem}; everything else is a bug. */
export async function request<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetchOrProblem(path, init);
  setServerTime(response.headers.get('date'));
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

/** A change carries the header that a foreign page cannot send. */
export function send<Answer>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-vigie-request': '1', ...headers },
    body: JSON.stringify(body),
  });
}

async function fetchOrProblem(path: string, init: RequestInit): Promise<Response> {
  const timeout = AbortSignal.timeout(answerWithinMs);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  try {
    const response = await fetch(path, { credentials: 'same-origin', ...init, signal });
    noteAnswer(true, serverNow());
    return response;
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    noteAnswer(false, serverNow());
    throw unreachable();
  }
}
