import { Controller, type DynamicModule, Inject, Module, type Type } from '@nestjs/common';
import { type BatchContext, type BatchHandler, OnBatch, type RecordBatch } from '@vigie/kafka';

const HANDLE_BATCH = Symbol('handleBatch');

/** Hands batches of flags and commands to `handle-batch.ts`. */
@Module({})
export class InputsModule {
  static register(topics: { readonly flags: string; readonly commands: string }, handler: BatchHandler): DynamicModule {
    return {
      module: InputsModule,
      controllers: [inputsController(topics)],
      providers: [{ provide: HANDLE_BATCH, useValue: handler }],
    };
  }
}

/** A function, because tests that share a broker need topics of their own. */
function inputsController(topics: { readonly flags: string; readonly commands: string }): Type {
  @Controller()
  class InputsController {
    constructor(@Inject(HANDLE_BATCH) private readonly handle: BatchHandler) {}

    @OnBatch(topics.flags)
    onFlags(batch: RecordBatch, context: BatchContext): Promise<void> {
      return this.handle(batch, context);
    }

    @OnBatch(topics.commands)
    onCommands(batch: RecordBatch, context: BatchContext): Promise<void> {
      return this.handle(batch, context);
    }
  }
  return InputsController;
}
