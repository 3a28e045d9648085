/**
 * Nest transport that hands a handler whole batches: `@OnBatch('chat.events')` on a method of a controller that takes
 * a `RecordBatch` and a `BatchContext`. Nest's own Kafka server is fixed to one message at
 * a time. The offset is committed once the handler's promise, or the observable it returns, has completed; when it
 * fails, the batch comes again.
 */
import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import {
  Ctx,
  type CustomTransportStrategy,
  EventPattern,
  type MessageHandler,
  Payload,
  Server,
} from '@nestjs/microservices';
import { isObservable, lastValueFrom, type Observable, throwError } from 'rxjs';
import { type BatchConsumer, type BatchContext, type Broker, type ConsumerOptions, type RecordBatch } from './port.ts';

type BatchMethod = TypedPropertyDescriptor<(batch: RecordBatch, context: BatchContext) => Promise<void>>;

/** `@EventPattern(topic)`, typed: Nest's own refuses a second parameter that is not `unknown`. */
export function OnBatch(topic: string): (target: object, name: string | symbol, method: BatchMethod) => void {
  const decorate = EventPattern(topic) as MethodDecorator;
  return (target, name, method) => {
    Payload()(target, name, 0);
    Ctx()(target, name, 1);
    decorate(target, name, method);
  };
}

type Callback = (error?: unknown) => void;

export class BatchTransport extends Server implements CustomTransportStrategy {
  /** Tells Nest that failures of handlers are ours to report (`onRetry`), not to be logged once more. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #broker: Broker;
  readonly #options: Omit<ConsumerOptions, 'topics'>;
  #consumer: BatchConsumer | undefined;

  constructor(broker: Broker, options: Omit<ConsumerOptions, 'topics'>) {
    super();
    this.#broker = broker;
    this.#options = options;
  }

  /** One pattern is one topic, and a topic has one handler: a batch is committed as a whole. */
  override addHandler(pattern: unknown, handler: MessageHandler, isEvent = false, extras = {}): void {
    if (typeof pattern !== 'string') throw new TypeError('A pattern must be the name of a topic');
    if (!isEvent) throw new TypeError(`${pattern}: use @OnBatch, there is no reply`);
    if (this.messageHandlers.has(pattern)) throw new TypeError(`${pattern} has two handlers`);
    super.addHandler(pattern, handler, isEvent, extras);
  }

  listen(callback: Callback): void {
    const topics = [...this.messageHandlers.keys()];
    if (topics.length === 0) return callback(new TypeError('No @OnBatch handler is registered'));
    const consumer = this.#broker.consumer({ ...this.#options, topics });
    this.#consumer = consumer;
    consumer
      .start((batch, context) => this.#handle(batch, context))
      .then(
        () => callback(),
        (error: unknown) => callback(error),
      );
  }

  /** Finishes the running batches, commits, leaves the group. The broker stays open: who made it closes it. */
  async close(): Promise<void> {
    await this.#consumer?.stop();
  }

  /** The consumer, for pausing and for health; only after `listen`. */
  unwrap<T = BatchConsumer>(): T {
    if (this.#consumer === undefined) throw new TypeError('The transport does not listen yet');
    return this.#consumer as T;
  }

  on(): never {
    throw new TypeError('This transport has no events; use onAssigned, onRevoked, onRetry and onCrash');
  }

  async #handle(batch: RecordBatch, context: BatchContext): Promise<void> {
    const handler = this.messageHandlers.get(batch.topic)!;
    const result: unknown = await handler(batch, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }
}

/**
 * Keeps the error of a handler as it was thrown. Without it, Nest's default filter logs it and hands on
 * "Internal server error", and `onRetry` cannot tell what happened.
 */
@Catch()
export class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
