import { readonly, shallowRef } from 'vue';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly danger?: boolean;
}

const question = shallowRef<Question | null>(null);
let answer: (yes: boolean) => void = () => {};

/** Asks before something that cannot be undone. One question at a time, shown by confirm-dialog.vue. */
export function useConfirm() {
  return {
    question: readonly(question),
    ask(next: Question): Promise<boolean> {
      answer(false);
      question.value = next;
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    settle(yes: boolean): void {
      question.value = null;
      answer(yes);
    },
  };
}
