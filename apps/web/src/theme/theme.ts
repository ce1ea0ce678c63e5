import { computed, readonly, ref, watchEffect } from 'vue';

export const THEME_CHOICES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** public/theme.js reads it before the app starts. */
const KEY = 'dm-theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = ref(system.matches);
system.addEventListener('change', ({ matches }) => {
  systemIsDark.value = matches;
});

const stored = localStorage.getItem(KEY);
const choice = ref<ThemeChoice>(stored === 'light' || stored === 'dark' ? stored : 'system');
const isDark = computed(() => (choice.value === 'system' ? systemIsDark.value : choice.value === 'dark'));

watchEffect(() => {
  document.documentElement.dataset['theme'] = isDark.value ? 'dark' : 'light';
});

function choose(next: ThemeChoice): void {
  choice.value = next;
  if (next === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
}

export function useTheme() {
  return { choice: readonly(choice), isDark, choose };
}
