import type { ObjectKind } from '@datamigrate/contracts';

export { LADDER, type ObjectKind, OFF_LADDER, type Verdict } from '@datamigrate/contracts';

/** The contracts keep this one in a schema, which stays outside the browser; the compiler checks that none is missing. */
const KINDS: Readonly<Record<ObjectKind, true>> = {
  procedure: true,
  view: true,
  table: true,
  function: true,
  trigger: true,
};
export const objectKinds = Object.keys(KINDS) as readonly ObjectKind[];
