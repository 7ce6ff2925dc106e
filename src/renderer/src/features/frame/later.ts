import { defineAsyncComponent } from 'vue';
import type { Component } from 'vue';
import { wordsOfParts } from '../../locales/i18n.ts';
import NotFetched from './NotFetched.vue';

type Load = () => Promise<{ readonly default: Component }>;

/** A part of the page that is fetched by itself, with its words (`locales/later.*.json`). One that cannot be had is asked for again when opened. */
export function later(loader: Load): Component {
  const withWords: Load = async () => {
    const [part] = await Promise.all([loader(), wordsOfParts()]);
    return part;
  };
  return defineAsyncComponent({ loader: withWords, errorComponent: NotFetched });
}
