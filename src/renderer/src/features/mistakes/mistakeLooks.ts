import {
  CircleCheck,
  CircleHelp,
  FileX,
  Gift,
  GraduationCap,
  HandHeart,
  Info,
  MessageCircleWarning,
  MessagesSquare,
  NotebookPen,
  PencilLine,
  RotateCcw,
  SearchCheck,
  ShieldCheck,
  Undo2,
} from '@lucide/vue';
import type { Component } from 'vue';
import type { MistakeFact, MistakeKind } from '#shared/domain/mistake/record.ts';

export const KIND_ICONS: Readonly<Record<MistakeKind, Component>> = {
  'wrong-information': Info,
  attitude: MessageCircleWarning,
  omission: FileX,
  other: CircleHelp,
};

export const MISTAKE_FACT_ICONS: Readonly<Record<MistakeFact['type'], Component>> = {
  reported: NotebookPen,
  amended: PencilLine,
  told: MessagesSquare,
  apologised: HandHeart,
  corrected: Undo2,
  remedy: Gift,
  'remedy-decided': ShieldCheck,
  compensated: Gift,
  'follow-up': HandHeart,
  checked: SearchCheck,
  lesson: GraduationCap,
  closed: CircleCheck,
  reopened: RotateCcw,
};
