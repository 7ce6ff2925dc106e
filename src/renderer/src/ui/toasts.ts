import { shallowRef } from 'vue';

export interface Toast {
  readonly id: number;
  readonly text: string;
}

const SHOWN_MS = 4_000;
let made = 0;

/** Short confirmations. Nothing that must be read or decided belongs here. */
export const toasts = shallowRef<readonly Toast[]>([]);

export function showToast(text: string): void {
  const toast = { id: ++made, text };
  toasts.value = [...toasts.value, toast].slice(-3);
  setTimeout(() => {
    toasts.value = toasts.value.filter(({ id }) => id !== toast.id);
  }, SHOWN_MS);
}
