import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

/** The only file here that knows Vite: see practiceResources.ts. */
const FOLDER = '../../../../../resources/recording/';
const urls = import.meta.glob<string>('../../../../../resources/recording/*.ogg', {
  eager: true,
  import: 'default',
  query: '?url',
});

/**
 * The organisation's own notice, or the one that comes with the app in the language of the desk.
 * @throws when neither can be had
 */
export async function loadNoticeSound(
  client: Pick<RpcClient<IeumContract>, 'call'>,
  language: string,
): Promise<ArrayBuffer> {
  const { sound } = await client.call('recordings.notice', {});
  if (sound !== null) {
    return Uint8Array.from(atob(sound), (character) => character.charCodeAt(0)).buffer;
  }
  const url = urls[`${FOLDER}notice.${language}.ogg`];
  if (url === undefined) throw new Error(`There is no notice in ${language}.`);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for the notice.`);
  return response.arrayBuffer();
}
