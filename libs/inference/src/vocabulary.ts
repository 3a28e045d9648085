import { type Bundle } from './bundle.ts';
import { StrictJson } from './strict-json.ts';

/** Pieces of the unigram tokenizer; a piece's id is its place. Id 0 is `<unk>`, which matches no text. */
export interface Vocabulary {
  readonly pieces: readonly string[];
  readonly scores: Float64Array;
}

export const UNKNOWN = 0;

/** @throws BundleError `bundle-invalid` */
export function readVocabulary({ manifest, bytes }: Bundle): Vocabulary {
  const { file, pieces: expected } = manifest.tokenizer;
  const root = StrictJson.parse(new TextDecoder().decode(bytes(file)), file);
  const { unk, pieces } = root.fields(['unk', 'pieces']);
  if (unk.count() !== UNKNOWN) throw unk.wrong(`must be ${UNKNOWN}`);
  const read = pieces.list((piece) => {
    if (!Array.isArray(piece.value) || piece.value.length !== 2) throw piece.wrong('must be [piece, score]');
    const [text, score] = piece.value as unknown[];
    if (typeof text !== 'string' || text === '' || typeof score !== 'number')
      throw piece.wrong('must be [piece, score]');
    return { text, score };
  });
  if (read.length !== expected) throw pieces.wrong(`has ${read.length} entries where the manifest says ${expected}`);
  return { pieces: read.map(({ text }) => text), scores: Float64Array.from(read, ({ score }) => score) };
}
