import { expect, test } from 'vitest';
import { isAssured } from './assurance.ts';

test.each([
  [['eidas1'], 'eidas1', true],
  [['eidas1'], 'eidas3', true],
  [['eidas2'], 'eidas1', false],
  [['eidas1'], 'eidas9', false],
  [['eidas1'], undefined, false],
  [['eidas1'], ['eidas1'], false],
  [['https://idp.example/mfa'], 'https://idp.example/mfa', true],
  [['https://idp.example/mfa'], 'eidas3', false],
  [[], undefined, true],
])('SEC-61 with %j wanted, acr %j is %s', (acr, said, isEnough) => {
  expect(isAssured({ acr, amr: [] }, said, undefined)).toBe(isEnough);
});

test.each([
  [['mfa', 'pop'], ['pwd', 'mfa'], true],
  [['mfa', 'pop'], ['pwd', 'mail'], false],
  [['mfa'], 'mfa', false],
  [['mfa'], undefined, false],
  [[], undefined, true],
])('SEC-61 with one of %j wanted, amr %j is %s', (amr, said, isEnough) => {
  expect(isAssured({ acr: [], amr }, undefined, said)).toBe(isEnough);
});
