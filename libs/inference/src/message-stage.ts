import { HARMS, normalise, type TextReadings } from '@vigie/safety';
import { type Bundle } from './bundle.ts';
import { Graph } from './graph.onnx.ts';
import { TokenTable } from './token-table.ts';
import { Tokenizer } from './tokenizer.ts';
import { readVocabulary } from './vocabulary.ts';

/** Characters that are normalised and tokenized in one go before the event loop gets its turn: some 10 ms. */
const MOST_CHARACTERS = 128 * 1024;

/** Text → normalised → tokens → mean token vector → message vector, harm and cue logits (docs/model-bundle.md, 1 to 4). */
export class MessageStage {
  private readonly tokenizer: Tokenizer;
  private readonly table: TokenTable;
  private readonly graph: Graph;
  private readonly ids: Int32Array;

  private constructor(tokenizer: Tokenizer, table: TokenTable, graph: Graph) {
    this.tokenizer = tokenizer;
    this.table = table;
    this.graph = graph;
    this.ids = new Int32Array(tokenizer.maxTokens);
  }

  /** @throws BundleError */
  static async open(bundle: Bundle): Promise<MessageStage> {
    const { message, table, cues, tokenizer } = bundle.manifest;
    const graph = await Graph.open(
      message.file,
      bundle.bytes(message.file),
      { pooled: table.width },
      { vector: message.vector, harm_logits: HARMS.length, cue_logits: cues.length },
    );
    return new MessageStage(new Tokenizer(readVocabulary(bundle), tokenizer), TokenTable.from(bundle), graph);
  }

  async read(texts: readonly string[]): Promise<TextReadings> {
    const tokens = new Int32Array(texts.length);
    const { width } = this.table;
    const outputs = await this.graph.run(
      texts.length,
      (inputs, from, rows) => {
        for (let row = 0; row < rows; row++) {
          const count = this.tokenizer.encode(normalise(texts[from + row]!), this.ids);
          tokens[from + row] = count;
          this.table.pool(this.ids, count, inputs['pooled']!, row * width);
        }
      },
      (from) => rowsWithin(texts, from),
    );
    return {
      tokens,
      vectors: outputs['vector']!,
      harmLogits: outputs['harm_logits']!,
      cueLogits: outputs['cue_logits']!,
    };
  }

  /** Ids of a text, for the golden check. */
  tokensOf(text: string): number[] {
    return [...this.ids.subarray(0, this.tokenizer.encode(normalise(text), this.ids))];
  }

  dispose(): Promise<void> {
    return this.graph.dispose();
  }
}

function rowsWithin(texts: readonly string[], from: number): number {
  let characters = 0;
  let row = from;
  do characters += texts[row++]!.length;
  while (row < texts.length && characters + texts[row]!.length <= MOST_CHARACTERS);
  return row - from;
}
