// Before anything is painted, so that a dark page never starts white. Kept in step with src/theme/theme.ts.
const chosen = localStorage.getItem('dm-theme');
const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset.theme = dark ? 'dark' : 'light';
