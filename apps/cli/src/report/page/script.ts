/** Filters the objects by name and verdict, and opens the one a link leads to. The page is complete without it. */
export const SCRIPT = `
const form = document.getElementById('filter');
const objects = [...document.querySelectorAll('.object')];
const apply = () => {
  const name = form.elements.name.value.trim().toLowerCase();
  const verdict = form.elements.verdict.value;
  let shown = 0;
  for (const object of objects) {
    const fits = object.dataset.name.includes(name) && (verdict === '' || object.dataset.verdict === verdict);
    object.hidden = !fits;
    if (fits) shown++;
  }
  form.querySelector('output').textContent = shown + ' of ' + objects.length;
};
const open = () => {
  const object = document.getElementById(location.hash.slice(1));
  if (object instanceof HTMLDetailsElement) {
    object.hidden = false;
    object.open = true;
    object.scrollIntoView();
  }
};
form.hidden = false;
form.addEventListener('input', apply);
form.addEventListener('submit', (event) => event.preventDefault());
addEventListener('hashchange', open);
apply();
open();
`;
