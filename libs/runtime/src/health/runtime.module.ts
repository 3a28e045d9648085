import { Controller, type DynamicModule, Get, Inject, Module, Res } from '@nestjs/common';
import { type Telemetry } from '../telemetry/telemetry.ts';
import { type Health, type HealthReport } from './health.ts';

export const HEALTH = Symbol('Health');
export const TELEMETRY = Symbol('Telemetry');

/** What Fastify's reply and Express's response have in common. */
interface Reply {
  status(code: number): unknown;
  header(name: string, value: string): unknown;
}

/** `/health/live` and `/health/ready` answer 200 or 503 with every check; `/metrics` is what Prometheus reads. */
@Controller()
class RuntimeController {
  constructor(
    @Inject(HEALTH) private readonly health: Health,
    @Inject(TELEMETRY) private readonly telemetry: Telemetry,
  ) {}

  @Get('health/live')
  async live(@Res({ passthrough: true }) reply: Reply): Promise<object> {
    return answer(reply, await this.health.live());
  }

  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<object> {
    return answer(reply, await this.health.ready());
  }

  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: Reply): Promise<string> {
    reply.header('content-type', this.telemetry.registry.contentType);
    return this.telemetry.registry.metrics();
  }
}

function answer(reply: Reply, { ok, checks }: HealthReport): object {
  reply.status(ok ? 200 : 503);
  reply.header('cache-control', 'no-store');
  return { status: ok ? 'ok' : 'failing', checks };
}

/** Serves health and metrics, and gives HEALTH and TELEMETRY to every module. */
@Module({})
export class RuntimeModule {
  static register({ health, telemetry }: { health: Health; telemetry: Telemetry }): DynamicModule {
    return {
      module: RuntimeModule,
      global: true,
      controllers: [RuntimeController],
      providers: [
        { provide: HEALTH, useValue: health },
        { provide: TELEMETRY, useValue: telemetry },
      ],
      exports: [HEALTH, TELEMETRY],
    };
  }
}
