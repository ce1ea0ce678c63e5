import { expect, it } from 'vitest';
import { evaluateCondition } from './evaluate-condition.js';

it.each([
  ["'Debug' == 'debug'", true],
  ["'a|b' != 'a|b'", false],
  [" '' == '' and 'x' == 'x' ", true],
  ["'a' == 'b' or ('c' == 'c' and !('d' == 'e'))", true],
  ["Exists('here.sql')", true],
  ["!Exists('there.sql')", true],
  ['true', true],
  ["$([MSBuild]::IsOSPlatform('Windows'))", undefined],
  ["'a' == ", undefined],
  ["('a' == 'a'", undefined],
  ['', undefined],
])('%s is %s', (text, expected) => {
  expect(evaluateCondition(text, (path) => path === 'here.sql')).toBe(expected);
});
