/** Errors of the API, RFC 9457. Closed list: `https://vigie.dev/problems/<code>`. */
export const PROBLEMS = {
  'invalid-request': [400, 'The request cannot be read.'],
  unauthorised: [401, 'Nobody is signed in: no valid token, session or code came with this request.'],
  forbidden: [403, 'Your role does not allow this.'],
  'csrf-header-missing': [403, 'A change from a browser needs the header X-Vigie-Request.'],
  'not-owner': [403, 'Somebody else holds the case.'],
  'not-found': [404, 'There is nothing here.'],
  'unknown-case': [404, 'There is no such case.'],
  'already-claimed': [409, 'Somebody else holds the case.'],
  'already-decided': [409, 'The case is decided.'],
  'not-claimed': [409, 'Claim the case first.'],
  'version-mismatch': [412, 'The case has changed since you read it.'],
  'body-too-large': [413, 'The body is too large.'],
  'unsupported-media-type': [415, 'Send application/json.'],
  'invalid-fields': [422, 'Some fields do not hold.'],
  'idempotency-key-reused': [422, 'This Idempotency-Key came with another body or If-Match before.'],
  'internal-error': [500, 'Something went wrong on our side.'],
  'not-applied-in-time': [503, 'Not done yet. Send the same request again, with the same Idempotency-Key.'],
  'view-incomplete': [503, 'The list of cases is being built. Ask again in a moment.'],
  unavailable: [503, 'A part of the service cannot be reached.'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Thrown anywhere in a request; `ProblemFilter` writes it. Never holds content of a case. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[];

  constructor(code: ProblemCode, errors: readonly FieldError[] = []) {
    super(PROBLEMS[code][1]);
    this.code = code;
    this.errors = errors;
  }

  get status(): number {
    return PROBLEMS[this.code][0];
  }
}

export function problemBody(problem: Problem, instance: string): object {
  return {
    type: `https://vigie.dev/problems/${problem.code}`,
    title: problem.message,
    status: problem.status,
    instance,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  };
}
