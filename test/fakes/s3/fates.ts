import type { ServerResponse } from 'node:http';
import { type Fate, send } from './server';
import { refusal, type S3Answer } from './service';

/** S3 refuses; nothing is done. */
export const refused =
  (...answer: Parameters<typeof refusal>): Fate =>
  (response) =>
    send(response, refusal(...answer));

/** The request takes effect, but the connection breaks before its answer. */
export const lostAnswer: Fate = (response, serve) => {
  serve();
  response.socket?.destroy();
};

/** The connection breaks, and nothing is done. */
export const lostRequest: Fate = (response) => {
  response.socket?.destroy();
};

/** The request is taken, and never answered. */
export const silence: Fate = () => undefined;

/** The request takes effect, and is never answered. */
export const silentSuccess: Fate = (_, serve) => {
  serve();
};

/** The answer comes late, but all the while something moves. */
export const busy =
  (milliseconds: number): Fate =>
  (response, serve) => {
    const moving = setInterval(() => response.writeProcessing(), milliseconds / 10);
    setTimeout(() => {
      clearInterval(moving);
      send(response, serve());
    }, milliseconds);
  };

/** The connection breaks after so many bytes of the body. */
export const cutShort =
  (bytes: number): Fate =>
  (response, serve) =>
    sendPart(response, serve(), bytes, () => response.socket?.destroy());

/** After so many bytes of the body nothing more comes. */
export const standstill =
  (bytes: number): Fate =>
  (response, serve) =>
    sendPart(response, serve(), bytes, () => undefined);

const sendPart = (response: ServerResponse, { status, headers, body }: S3Answer, bytes: number, then: () => void) => {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.write(body.subarray(0, bytes), then);
};

/** Every byte arrives, but the first is wrong. */
export const wrongByte: Fate = (response, serve) => {
  const answer = serve();
  const body = Buffer.from(answer.body);
  body.writeUInt8(body.readUInt8(0) ^ 1, 0);
  send(response, { ...answer, body });
};

/** S3's answer, with other headers. */
export const withHeaders =
  (headers: Readonly<Record<string, string>>): Fate =>
  (response, serve) => {
    const answer = serve();
    send(response, { ...answer, headers: { ...answer.headers, ...headers } });
  };

/** Not S3's words at all, but those of something in between. */
export const page =
  (status: number, text: string): Fate =>
  (response) =>
    send(response, { status, headers: { 'content-type': 'text/html' }, body: Buffer.from(text) });
