import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, Reflector } from '@nestjs/core';
import { type ApiDeps } from './api-deps.ts';
import { AuthGuard } from './auth/auth.guard.ts';
import { CasesController } from './cases.controller.ts';
import { DeskController } from './desk.controller.ts';
import { StreamController } from './live/stream.controller.ts';
import { ProblemFilter } from './problem.filter.ts';
import { API } from './tokens.ts';

@Module({})
export class ApiModule {
  static register(api: ApiDeps): DynamicModule {
    return {
      module: ApiModule,
      controllers: [CasesController, DeskController, StreamController],
      providers: [
        { provide: API, useValue: api },
        {
          provide: APP_GUARD,
          useFactory: (reflector: Reflector) => new AuthGuard(reflector, api.tokens, api.sessions),
          inject: [Reflector],
        },
        { provide: APP_FILTER, useValue: new ProblemFilter(api.onFault) },
      ],
    };
  }
}
