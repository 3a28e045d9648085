/**
 * Something on this machine stands in the way and a person can remove it. Shown as it is, one sentence with the remedy
 * and no stack; every other error is a bug or a fault and is shown whole.
 */
export class Obstacle extends Error {
  override readonly name = 'Obstacle';
}

const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|Unknown host|Name or service not known|Temporary failure in name resolution|Connection refused|Connect to .+ failed|timed out|Network is unreachable|No route to host/i;

/** Whether the words of a package client (npm, Maven) say that it reached nobody, as opposed to being refused something. */
export function soundsLikeNoNetwork(output: string): boolean {
  return NO_NETWORK.test(output);
}
