/** The server's side of a WebSocket (RFC 6455), as much as a console needs: whole messages, ping, close. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export type WebSocket = {
  send(text: string): void;
  close(): void;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
};

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

/** Shakes hands with the subprotocol `binary`; null, and the socket closed, if the request is no handshake. */
export function acceptWebSocket(request: IncomingMessage, socket: Duplex): WebSocket | null {
  const key = request.headers['sec-websocket-key'];
  if (typeof key !== 'string' || request.headers['sec-websocket-version'] !== '13') {
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return null;
  }
  const accept = createHash('sha1').update(`${key}${magic}`).digest('base64');
  const protocol = /\bbinary\b/.test(request.headers['sec-websocket-protocol'] ?? '')
    ? 'Sec-WebSocket-Protocol: binary\r\n'
    : '';
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${protocol}\r\n`,
  );
  return converse(socket);
}

function frame(opcode: number, payload: Buffer): Buffer {
  const length = payload.length;
  if (length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, length]), payload]);
  const head = Buffer.alloc(4);
  head.writeUInt8(0x80 | opcode, 0);
  head.writeUInt8(126, 1);
  head.writeUInt16BE(Math.min(length, 65_535), 2);
  return Buffer.concat([head, payload.subarray(0, 65_535)]);
}

/** The first whole frame of what has come, and what follows it. */
function takeFrame(data: Buffer): { opcode: number; payload: Buffer; rest: Buffer } | null {
  if (data.length < 2) return null;
  const masked = ((data[1] ?? 0) & 0x80) !== 0;
  let length = (data[1] ?? 0) & 0x7f;
  let at = 2;
  if (length === 126) {
    if (data.length < 4) return null;
    length = data.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (data.length < 10) return null;
    length = Number(data.readBigUInt64BE(2));
    at = 10;
  }
  const end = at + (masked ? 4 : 0) + length;
  if (data.length < end) return null;
  const mask = masked ? data.subarray(at, at + 4) : null;
  const payload = Buffer.from(data.subarray(end - length, end));
  if (mask) for (let i = 0; i < length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
  return { opcode: (data[0] ?? 0) & 0x0f, payload, rest: data.subarray(end) };
}

function converse(socket: Duplex): WebSocket {
  const messages: ((text: string) => void)[] = [];
  const ends: (() => void)[] = [];
  let waiting: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (let found = takeFrame(waiting); found; found = takeFrame(waiting)) {
      waiting = found.rest;
      if (found.opcode === opcodes.close) socket.end(frame(opcodes.close, found.payload));
      else if (found.opcode === opcodes.ping) socket.write(frame(opcodes.pong, found.payload));
      else if (found.opcode === opcodes.text || found.opcode === opcodes.binary)
        for (const listener of messages) listener(found.payload.toString('utf8'));
    }
  });
  let closed = false;
  const ended = () => {
    if (!closed) for (const listener of ends) listener();
    closed = true;
  };
  socket.on('close', ended);
  socket.on('end', ended);
  socket.on('error', () => socket.destroy());
  return {
    send: (text) => void (socket.writable && socket.write(frame(opcodes.binary, Buffer.from(text)))),
    close: () => socket.end(frame(opcodes.close, Buffer.alloc(0))),
    onMessage: (listener) => messages.push(listener),
    onClose: (listener) => ends.push(listener),
  };
}
