import { Angry, Annoyed, CircleHelp, Frown, Laugh, Smile } from '@lucide/vue';
import type { Component } from 'vue';
import type { PracticeMood } from '#shared/domain/practice/scenario.ts';

/** A face beside the word, never alone and without a colour: no mood is a good or a bad one. */
export const MOOD_ICONS: Readonly<Record<PracticeMood, Component>> = {
  calm: Smile,
  anxious: Annoyed,
  confused: CircleHelp,
  hurt: Frown,
  angry: Angry,
  relieved: Laugh,
};
