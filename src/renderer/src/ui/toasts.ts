import { shallowRef } from 'vue';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'done' | 'trouble' | 'message';
}

const SHOWN_MS = { done: 4_000, trouble: 10_000, message: 8_000 } as const;
let made = 0;

/** What an action has come to. Nothing that has to be decided belongs here. */
export const toasts = shallowRef<readonly Toast[]>([]);

export function showToast(text: string, kind: Toast['kind'] = 'done'): void {
  const toast = { id: ++made, text, kind };
  toasts.value = [...toasts.value, toast].slice(-3);
  setTimeout(() => {
    toasts.value = toasts.value.filter(({ id }) => id !== toast.id);
  }, SHOWN_MS[kind]);
}
