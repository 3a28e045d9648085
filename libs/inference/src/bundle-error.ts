export type BundleErrorCode =
  /** A file is missing or cannot be read. */
  | 'bundle-file-missing'
  /** manifest.json or vocabulary.json does not follow docs/model-bundle.md, or the files contradict each other. */
  | 'bundle-invalid'
  /** A version of normaliser or tokenizer, or a stage, that this code does not have. */
  | 'bundle-unsupported'
  /** A file is not the one that the manifest lists. */
  | 'bundle-hash-mismatch'
  /** The models do not give the scores that the bundle promises. */
  | 'bundle-golden-mismatch';

/** A bundle that must not be used. Nothing is gained by trying again. */
export class BundleError extends Error {
  readonly code: BundleErrorCode;
  readonly retryable = false;

  constructor(code: BundleErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BundleError';
    this.code = code;
  }
}
