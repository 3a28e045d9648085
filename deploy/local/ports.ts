import { createServer } from 'node:net';
import { Obstacle } from './obstacle.ts';
import { type Say } from './say.ts';

/** Where `npm start` listens, on 127.0.0.1 only. */
export const DEFAULT_PORTS = { page: 8080, scorer: 8081, kafka: 9092, redis: 6379 } as const;

const HOST = '127.0.0.1';

export async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== null;
}

/** A port that nobody listened on a moment ago, outside the range that outgoing connections take theirs from. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 20000 + Math.floor(Math.random() * 10000);
    if (await isFree(port)) return port;
  }
  throw new Obstacle('No free port was found between 20000 and 29999: end some of the servers on this machine.');
}

/** The preferred port, or a free one (and a line that says so) when somebody else has it. */
export async function portOr(preferred: number, what: string, say: Say): Promise<number> {
  if (await isFree(preferred)) return preferred;
  const port = await freePort();
  say(`port ${preferred} is taken by another program, so ${what} listens on ${port}`);
  return port;
}

/** The page's port: asked for by `VIGIE_PORT` or the default. People have it in bookmarks, so it never moves by itself. */
export async function pagePort(asked: string | undefined): Promise<number> {
  const port = asked === undefined || asked === '' ? DEFAULT_PORTS.page : Number(asked);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Obstacle(`VIGIE_PORT=${asked} is no port: give a number from 1 to 65535.`);
  }
  if (await isFree(port)) return port;
  throw new Obstacle(
    `Port ${port} is in use by another program: end that program, or choose another port with ` +
      `VIGIE_PORT=${port === 65535 ? 8090 : port + 10} npm start`,
  );
}

/** The port that was bound, released again, or null when it is taken. */
function tryListen(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else if (error.code === 'EACCES') {
        reject(new Obstacle(`Port ${port} needs rights that you do not have: choose one above 1023.`));
      } else reject(error);
    });
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(port)));
  });
}
