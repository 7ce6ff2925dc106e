import type { IeumContract } from '#shared/contract/index.ts';
import { alternatePhrases, neutralGreeting, phrasesFor } from '#shared/domain/attendant/phrases.ts';
import type { SpokenLanguage } from '#shared/domain/attendant/phrases.ts';
import type { Attendance } from '#shared/domain/call/call.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

/** The only file here that knows Vite: see practiceResources.ts. */
const FOLDER = '../../../../../resources/greetings';
const urls = import.meta.glob<string>('../../../../../resources/greetings/*/*.ogg', {
  eager: true,
  import: 'default',
  query: '?url',
});

export interface GreetingSoundsOptions {
  readonly client: Pick<RpcClient<IeumContract>, 'call'>;
  readonly language: SpokenLanguage;
  readonly now: number;
  /** When the agent will call is said, where it is known. */
  readonly sayReturnTime: boolean;
  /** Whom to turn to meanwhile, as the agent wrote it; empty: nothing is said of it. */
  readonly alternate: string;
  readonly log: (message: string) => void;
}

/**
 * What a customer hears, in order: the agent's own greeting and when they will call, or the neutral
 * one in its place, also where the agent's own cannot be had any more.
 * @throws when not even that can be had
 */
export async function greetingSounds(
  { greetingId, until, voicemail }: Attendance,
  options: GreetingSoundsOptions,
): Promise<readonly ArrayBuffer[]> {
  const { client, language, now, alternate, log } = options;
  const said = options.sayReturnTime ? until : null;
  const clips = (names: readonly string[]): Promise<readonly ArrayBuffer[]> =>
    Promise.all(names.map((name) => load(language, name)));
  if (greetingId !== null) {
    try {
      const own = await ownGreeting(client, greetingId);
      const time = said === null ? [] : phrasesFor(said, { now, language });
      return [own, ...(await clips([...time, ...alternatePhrases(alternate, language)]))];
    } catch (error) {
      log(`The agent's own greeting could not be had: ${String(error)}`);
    }
  }
  return clips(neutralGreeting({ until: said, alternate, voicemail, now, language }));
}

/** @throws AppError */
export async function ownGreeting(
  client: Pick<RpcClient<IeumContract>, 'call'>,
  id: string,
): Promise<ArrayBuffer> {
  const { sound } = await client.call('greetings.sound', { id });
  return Uint8Array.from(atob(sound), (character) => character.charCodeAt(0)).buffer;
}

async function load(language: SpokenLanguage, name: string): Promise<ArrayBuffer> {
  const url = urls[`${FOLDER}/${language}/${name}.ogg`];
  if (url === undefined) throw new Error(`There is no clip ${name} in ${language}.`);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for a greeting.`);
  return response.arrayBuffer();
}
