/**
 * An error that whoever runs Vigie can do something about. Its message is written by Vigie, names no content and no
 * secret, and is the only kind of message that the logs repeat.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}
