import type { PracticeResources } from './practiceExchange.ts';
import { readPracticeFiles } from './readPracticeFiles.ts';

/**
 * The customers and their voices as Vite bundles them. The only file here that knows Vite.
 * The audio must stay separate files (`build.assetsInlineLimit: 0` for .ogg): the page's content
 * security policy allows no data: URLs.
 */
const FOLDER = '../../../../../resources/practice/';

const files = import.meta.glob<unknown>('../../../../../resources/practice/*.json', {
  eager: true,
  import: 'default',
});
const urls = import.meta.glob<string>('../../../../../resources/practice/audio/**/*.ogg', {
  eager: true,
  import: 'default',
  query: '?url',
});

export function loadPracticeResources(): PracticeResources {
  return { ...readPracticeFiles(withoutFolder(files)), audioUrls: withoutFolder(urls) };
}

function withoutFolder<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(entries).map(([path, value]) => [path.slice(FOLDER.length), value]),
  );
}
