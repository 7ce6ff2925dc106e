import { expect, it } from 'vitest';
import { audioDirection, putsOnHold } from './sdpDirection.ts';

const sdp = (session: string, ...media: string[]) =>
  ['v=0', session, ...media].filter((line) => line !== '').join('\r\n') + '\r\n';

it.each([
  [sdp('', 'm=audio 9 RTP 0', 'a=sendonly'), 'sendonly'],
  [sdp('', 'm=audio 9 RTP 0'), 'sendrecv'],
  [sdp('a=inactive', 'm=audio 9 RTP 0'), 'inactive'],
  [sdp('a=inactive', 'm=audio 9 RTP 0', 'a=recvonly'), 'recvonly'],
  [sdp('', 'm=video 9 RTP 0', 'a=sendonly', 'm=audio 9 RTP 0', 'a=sendrecv'), 'sendrecv'],
  [sdp('', 'm=video 9 RTP 0'), 'inactive'],
])('%#: the audio is %s', (text, direction) => {
  expect(audioDirection(text)).toBe(direction);
  expect(putsOnHold(text)).toBe(direction === 'sendonly' || direction === 'inactive');
});
