import { defineAsyncComponent } from 'vue';
import type { Component } from 'vue';
import { wordsOfParts } from '../../locales/i18n.ts';
import NotFetched from './NotFetched.vue';

/**
 * A part of the page that is fetched by itself, with its words (`locales/later.*.json`). One that cannot
 * be had is asked for again when opened.
 */
export function later<Part extends Component>(
  loader: () => Promise<{ readonly default: Part }>,
): Part {
  const withWords = async (): Promise<{ readonly default: Part }> => {
    const [part] = await Promise.all([loader(), wordsOfParts()]);
    return part;
  };
  return defineAsyncComponent({ loader: withWords, errorComponent: NotFetched });
}
