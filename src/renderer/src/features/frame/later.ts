import { defineAsyncComponent } from 'vue';
import type { Component } from 'vue';
import NotFetched from './NotFetched.vue';

type Load = () => Promise<{ readonly default: Component }>;

/** A part of the page that is fetched by itself. One that cannot be had is asked for again when opened. */
export function later(loader: Load): Component {
  return defineAsyncComponent({ loader, errorComponent: NotFetched });
}
