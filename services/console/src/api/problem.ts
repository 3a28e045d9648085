export interface FieldError {
  field: string;
  message: string;
}

interface ProblemBody {
  type?: string;
  title?: string;
  detail?: string;
  errors?: FieldError[];
}

/** The service did not do it, and said why (RFC 9457). `code` is the last part of its type, e.g. `already-claimed`. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: FieldError[] = [],
  ) {
    super(message);
  }

  /** Nothing was answered, or the service asks to come again: the same request may be repeated. */
  get mayRepeat(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }

  /** Somebody else was quicker: what this page shows of the case is old. */
  get isConflict(): boolean {
    return this.status === 409 || this.status === 412;
  }
}

/** Status 0 stands for "no answer at all". */
export const unreachable = (): Problem => new Problem(0, 'unreachable', 'No answer from the server.');

export async function problemOf(response: Response): Promise<Problem> {
  const body = await readBody(response);
  const code = body.type?.split('/').pop() ?? '';
  return new Problem(
    response.status,
    code || `status-${response.status}`,
    body.title ?? response.statusText,
    body.errors,
  );
}

/** A proxy in between may answer with a page instead of a problem; its status still counts. */
async function readBody(response: Response): Promise<ProblemBody> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return {};
  return (await response.json().catch(() => ({}))) as ProblemBody;
}
