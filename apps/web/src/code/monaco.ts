import * as monaco from 'monaco-editor/editor/editor.api.js';
import 'monaco-editor/features/bracketMatching/register.js';
import 'monaco-editor/features/clipboard/register.js';
import 'monaco-editor/features/codeEditor/register.js';
import 'monaco-editor/features/find/register.js';
import 'monaco-editor/features/folding/register.js';
import 'monaco-editor/features/links/register.js';
import 'monaco-editor/features/toggleTabFocusMode/register.js';
import 'monaco-editor/features/wordHighlighter/register.js';
import 'monaco-editor/languages/definitions/markdown/register.js';
import 'monaco-editor/languages/definitions/sql/register.js';
import 'monaco-editor/languages/definitions/yaml/register.js';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

/** Colours are those of styles/tokens.css, read when the theme changes. */
function define(name: string, base: 'vs' | 'vs-dark'): void {
  const style = getComputedStyle(document.documentElement);
  const colour = (token: string) => style.getPropertyValue(`--${token}`).trim();
  const bare = (token: string) => colour(token).slice(1);
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: [
      { token: '', foreground: bare('ink') },
      { token: 'keyword', foreground: bare('accent') },
      { token: 'operator', foreground: bare('ink-2') },
      { token: 'operator.sql', foreground: bare('ink-2') },
      { token: 'predefined.sql', foreground: bare('info') },
      { token: 'type.yaml', foreground: bare('accent') },
      { token: 'string.yaml', foreground: bare('ink') },
      { token: 'delimiter', foreground: bare('ink-2') },
      { token: 'comment', foreground: bare('ink-3'), fontStyle: 'italic' },
      { token: 'string', foreground: bare('brand') },
      { token: 'string.sql', foreground: bare('brand') },
      { token: 'number', foreground: bare('info') },
      { token: 'predefined', foreground: bare('info') },
      { token: 'type', foreground: bare('accent') },
    ],
    colors: {
      'editor.background': colour('surface'),
      'editor.foreground': colour('ink'),
      'editorLineNumber.dimmedForeground': colour('ink-3'),
      'editorLineNumber.foreground': colour('ink-3'),
      'editorLineNumber.activeForeground': colour('ink'),
      'editorGutter.background': colour('surface'),
      'editor.lineHighlightBackground': `${colour('sunken')}90`,
      'editor.lineHighlightBorder': '#00000000',
      'editorIndentGuide.background1': colour('line'),
      'editorIndentGuide.activeBackground1': colour('line-strong'),
      ...Object.fromEntries(
        [1, 2, 3, 4, 5, 6].map((level) => [`editorBracketHighlight.foreground${level}`, colour('ink-2')]),
      ),
      'editorWidget.background': colour('raised'),
      'editorWidget.border': colour('line'),
      'scrollbarSlider.background': `${colour('line-strong')}80`,
      focusBorder: colour('accent'),
    },
  });
}

let applied = '';

/** Once for all editors: a theme that is set again makes Monaco colour every text anew. */
export function applyTheme(dark: boolean): void {
  const name = dark ? 'charcoal' : 'paper';
  if (name === applied) return;
  applied = name;
  define(name, dark ? 'vs-dark' : 'vs');
  monaco.editor.setTheme(name);
}

export { monaco };
