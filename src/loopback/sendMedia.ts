import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { mediaAnswer } from '#host/media.ts';
import type { MediaFile } from '#host/media.ts';

export async function sendMedia(
  request: IncomingMessage,
  response: ServerResponse,
  media: MediaFile,
): Promise<void> {
  const { status, headers, part } = mediaAnswer(media, request.headers.range);
  response.writeHead(status, headers);
  if (part && request.method === 'GET') {
    await pipeline(createReadStream(media.path, part), response);
  } else {
    response.end();
  }
}
