/**
 * kafkajs keeps half a response when a connection breaks, and reads the next connection's bytes as its other half: from
 * then on it throws out of the socket's event, which ends the process, or waits for ever. So its sockets hand it whole
 * responses only, and what a broken connection left behind goes with its socket.
 */
import * as net from 'node:net';
import * as tls from 'node:tls';
import { type ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_MS = 60_000;
const SIZE_BYTES = 4;

const plainOrTls: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const servername = net.isIP(host) === 0 ? { servername: host } : {};
  const socket = ssl
    ? tls.connect({ host, port, ...servername, ...ssl }, onConnect)
    : net.connect({ host, port }, onConnect);
  return socket.setKeepAlive(true, KEEP_ALIVE_MS).setNoDelay(true);
};

export function framedSockets(factory: ISocketFactory = plainOrTls): ISocketFactory {
  return (options) => {
    const socket = factory(options);
    const on = socket.on.bind(socket) as (event: string, listener: (data: Buffer) => void) => net.Socket;
    socket.on = ((event: string, listener: (data: Buffer) => void) =>
      on(event, event === 'data' ? wholeResponses(listener) : listener)) as typeof socket.on;
    return socket;
  };
}

/** A response is its size as int32 and so many bytes. */
export function wholeResponses(listener: (data: Buffer) => void): (data: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  let needed = SIZE_BYTES;
  return (data) => {
    chunks.push(data);
    length += data.length;
    if (length < needed) return;
    const bytes = chunks.length === 1 ? data : Buffer.concat(chunks, length);
    let end = 0;
    needed = SIZE_BYTES;
    while (bytes.length - end >= SIZE_BYTES) {
      needed = SIZE_BYTES + bytes.readInt32BE(end);
      if (bytes.length - end < needed) break;
      end += needed;
      needed = SIZE_BYTES;
    }
    length = bytes.length - end;
    chunks = length === 0 ? [] : [bytes.subarray(end)];
    if (end > 0) listener(bytes.subarray(0, end));
  };
}
