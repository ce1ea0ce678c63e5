import { readonly, ref } from 'vue';
import type { ApiError } from '../api/api-error.js';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly error: ApiError | null;
}

const toasts = ref<Toast[]>([]);
let last = 0;

function add(text: string, error: ApiError | null, milliseconds: number): void {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value.slice(-2), { id, text, error }];
  setTimeout(() => drop(id), milliseconds);
}

function drop(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function useToasts() {
  return {
    toasts: readonly(toasts),
    drop,
    say: (text: string) => add(text, null, 4000),
    fail: (error: ApiError) => add(error.message, error, 9000),
  };
}
