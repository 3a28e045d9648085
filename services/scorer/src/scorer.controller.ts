import { Controller, Inject, Module, type DynamicModule } from '@nestjs/common';
import { TOPICS } from '@vigie/contracts';
import { type BatchContext, type BatchHandler, OnBatch, type RecordBatch } from '@vigie/kafka';
import { type Health, RuntimeModule, type Telemetry } from '@vigie/runtime';

const SCORE_BATCH = Symbol('scoreBatch');

/** Hands batches of `chat.events` to `score-batch.ts`. */
@Controller()
class ScorerController {
  constructor(@Inject(SCORE_BATCH) private readonly scoreBatch: BatchHandler) {}

  @OnBatch(TOPICS.chatEvents)
  onBatch(batch: RecordBatch, context: BatchContext): Promise<void> {
    return this.scoreBatch(batch, context);
  }
}

@Module({})
export class ScorerModule {
  static register(parts: { scoreBatch: BatchHandler; health: Health; telemetry: Telemetry }): DynamicModule {
    return {
      module: ScorerModule,
      imports: [RuntimeModule.register(parts)],
      controllers: [ScorerController],
      providers: [{ provide: SCORE_BATCH, useValue: parts.scoreBatch }],
    };
  }
}
