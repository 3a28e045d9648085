import { type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from './auth.guard.ts';
import { type Sessions } from './sessions.ts';
import { TokenBook } from './tokens.ts';

test('a route of the API that says nothing of who may use it is closed, however its path was written', async () => {
  const guard = new AuthGuard(new Reflector(), new TokenBook(() => ({ tokens: [] }), 'dev'), {} as Sessions);
  const may = (url: string, route: string | undefined, headers: object) => {
    const request = { method: 'GET', url, routeOptions: { url: route }, headers };
    const context = {
      getHandler: () => may,
      getClass: () => AuthGuard,
      switchToHttp: () => ({ getRequest: () => request }),
    };
    return guard.canActivate(context as unknown as ExecutionContext);
  };
  const dev = { authorization: 'Bearer dev' };
  expect(await may('/metrics', '/metrics', {})).toBe(true);
  await expect(may('/%761/forgotten', '/v1/forgotten', {})).rejects.toMatchObject({ code: 'unauthorised' });
  await expect(may('/%761/forgotten', '/v1/forgotten', dev)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(may('/anything', undefined, dev)).rejects.toMatchObject({ code: 'forbidden' });
});
