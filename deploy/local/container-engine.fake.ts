import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServer } from './kafka.jars.ts';
import { startRedis } from './redis.local.ts';

interface Created {
  readonly HostConfig: {
    readonly PortBindings: Readonly<Record<string, readonly { HostIp?: string; HostPort: string }[]>>;
  };
}

const LOG_LINE = 'Ready to accept connections tcp\n';

/**
 * Stands for a container engine: as much of its API as one container of Redis needs, whose place a Redis of this
 * machine takes. Shows what an engine is asked, not that one does it.
 */
export async function fakeEngine() {
  const asked: string[] = [];
  let created: Created | null = null;
  let redis: LocalServer | null = null;

  const answer = async (path: string, body: string): Promise<{ status: number; json?: unknown }> => {
    if (path.startsWith('/info'))
      return { status: 200, json: { OperatingSystem: 'none', OSType: 'linux', NCPU: 2, MemTotal: 1e9 } };
    if (path.startsWith('/images/')) return { status: 200, json: { Id: 'image' } };
    if (path.startsWith('/containers/json')) return { status: 200, json: [] };
    if (path.startsWith('/containers/create')) {
      created = JSON.parse(body) as Created;
      return { status: 201, json: { Id: 'c0ffee' } };
    }
    if (path.endsWith('/start')) {
      const port = Number(Object.values(created?.HostConfig.PortBindings ?? {})[0]?.[0]?.HostPort);
      redis = await startRedis({ dataDir: mkdtempSync(join(tmpdir(), 'vigie-fake-engine-')), port });
    }
    if (path.endsWith('/json')) return { status: 200, json: inspection(created) };
    if (path.includes('/stop')) await redis?.stop();
    return { status: 204 };
  };

  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '');
    asked.push(`${request.method} ${path}`);
    if (path.includes('/logs')) {
      response.writeHead(200).write(logFrame(LOG_LINE));
      return;
    }
    const { status, json } = await answer(path, await bodyOf(request));
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(json === undefined ? '' : JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, created: () => created, close };
}

function inspection(created: Created | null) {
  return {
    Id: 'c0ffee',
    Name: '/one',
    Config: { Hostname: 'one', Labels: {} },
    State: { Status: 'running', Running: true, StartedAt: '2026-01-01T00:00:00Z', FinishedAt: '0001-01-01T00:00:00Z' },
    NetworkSettings: { Ports: created?.HostConfig.PortBindings, Networks: {} },
  };
}

/** One frame of the engine's log stream: stream 1, three empty bytes, the length, the text. */
function logFrame(text: string): Buffer {
  const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(text.length, 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += String(part);
  return body;
}
