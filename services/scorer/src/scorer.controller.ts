import { Controller, Inject, Module, type DynamicModule } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@vigie/contracts';
import { type BatchContext, type BatchHandler, type RecordBatch } from '@vigie/kafka';
import { type Health, RuntimeModule, type Telemetry } from '@vigie/runtime';

const SCORE_BATCH = Symbol('scoreBatch');

/** Hands batches of `chat.events` to `score-batch.ts`. */
@Controller()
class ScorerController {
  constructor(@Inject(SCORE_BATCH) private readonly scoreBatch: BatchHandler) {}

  @EventPattern(TOPICS.chatEvents)
  onBatch(@Payload() batch: RecordBatch, @Ctx() context: unknown): Promise<void> {
    return this.scoreBatch(batch, context as BatchContext);
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
