import { gapCauses } from '@beffroi/office';
import { refusal, refusalCodes } from '@beffroi/town';
import { expect, test } from 'vitest';
import { reasonOfCause, reasonOfRefusal } from './tile-words.ts';

test('LIV-25 every cause of a gap has a state and words in both languages, and none is live', () => {
  for (const cause of [...gapCauses, 'connecting', 'recorder-away', 'never-heard-of']) {
    const { state, words } = reasonOfCause(cause);
    expect([cause, state]).not.toEqual([cause, 'live']);
    expect(words?.fr.length, cause).toBeGreaterThan(10);
    expect(words?.en.length, cause).toBeGreaterThan(10);
  }
  expect(reasonOfCause('mask-check-failed').state).toBe('mask-failed');
});

test('LIV-25 every refusal is told in the words of the law, and none is live', () => {
  for (const code of refusalCodes) {
    const refused = refusal(code);
    expect(reasonOfRefusal(refused).state).not.toBe('live');
    expect(reasonOfRefusal(refused).words).toBe(refused.words);
  }
  expect(reasonOfRefusal(refusal('authorisation-ended')).state).toBe('not-in-service');
});
