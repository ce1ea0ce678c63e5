/** The style sheet of the page. Colours only repeat what a word says. */
export const STYLE = `
:root {
  --paper: #fff; --ink: #1d2330; --faint: #5b6475; --line: #d7dbe3; --sheet: #f5f6f9; --link: #0b57b0;
  --good: #1a7f4b; --open: #96690a; --bad: #b3261e; --none: #6b7280;
  --good-back: #dff3e8; --open-back: #fbf0d4; --bad-back: #fbe3e1; --none-back: #e9ebf0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171e; --ink: #e4e7ee; --faint: #a0a8b8; --line: #343a48; --sheet: #1c202a; --link: #83b7ff;
    --good: #6fd6a0; --open: #e8bf63; --bad: #ff9c94; --none: #a0a8b8;
    --good-back: #17392a; --open-back: #3d3217; --bad-back: #4a2320; --none-back: #2a2f3b;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 90rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0; }
a { color: var(--link); }
nav a { margin-right: 1rem; }
code, pre { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
table { border-collapse: collapse; font-size: .9rem; }
caption { text-align: left; color: var(--faint); padding-bottom: .25rem; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: inherit; }
thead th, tfoot th, tfoot td { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 1.5rem; align-items: start; }
.columns > * { min-width: 0; }
.ladder .track { width: 50%; }
.ladder .empty { color: var(--faint); }
.bar { display: block; height: .9rem; margin-top: .25rem; border-radius: 2px; }
.bar.good { background: var(--good); } .bar.open { background: var(--open); } .bar.bad { background: var(--bad); } .bar.none { background: var(--none); }
.badge { padding: .05rem .45rem; border-radius: .6rem; font-size: .8rem; white-space: nowrap; }
.badge.good { color: var(--good); background: var(--good-back); }
.badge.open, .badge.warning { color: var(--open); background: var(--open-back); }
.badge.bad, .badge.error { color: var(--bad); background: var(--bad-back); }
.badge.none, .badge.info { color: var(--none); background: var(--none-back); }
.quiet { color: var(--faint); font-size: .9rem; }
details { border-bottom: 1px solid var(--line); padding: .35rem 0; }
summary { cursor: pointer; }
.scroll { overflow-x: auto; margin: .5rem 0; }
figure { margin: .5rem 0; }
figcaption { color: var(--faint); font-size: .85rem; }
.code { display: flex; overflow: auto; max-height: 40rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 4px; }
.code pre { margin: 0; padding: .5rem; tab-size: 4; flex: 1 0 auto; }
.code .gutter { flex: 0 0 auto; text-align: right; color: var(--faint); user-select: none; border-right: 1px solid var(--line); }
.mark { display: block; margin-left: -.5rem; padding-left: .35rem; border-left: .15rem solid; }
.mark.converted { border-color: var(--good); } .mark.absorbed { border-color: var(--none); } .mark.refused { border-color: var(--bad); background: var(--bad-back); }
.state.converted { color: var(--good); } .state.absorbed { color: var(--none); } .state.refused { color: var(--bad); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
form { display: flex; flex-wrap: wrap; gap: 1rem; margin: .5rem 0; }
form[hidden], .object[hidden] { display: none; }
input, select { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: 4px; padding: .1rem .4rem; }
@media print { .code { max-height: none; } form { display: none; } }
`;
