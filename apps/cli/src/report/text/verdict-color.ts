import type { Verdict } from '@datamigrate/contracts';
import type { Colors } from '../../colors.js';

/** Green for proven, yellow for what stopped on the way, red for refused. */
export function paintVerdict(verdict: Verdict, text: string, colors: Colors): string {
  switch (verdict) {
    case 'equal':
    case 'equal-tolerance':
      return colors.green(text);
    case 'refused':
      return colors.red(text);
    case 'out-of-scope':
      return colors.dim(text);
    default:
      return colors.yellow(text);
  }
}
