import { expect, test } from 'vitest';
import { CentreRefusal } from './owner-client.ts';
import { unlessReadOnly } from './read-only-start.ts';

test('REG-14, RET-12 a start goes on without what could not be written, and says it', async () => {
  const said: string[] = [];
  const say = (sentence: string): void => {
    said.push(sentence);
  };
  const message = 'nothing of the town file was brought in';
  const refusal = new CentreRefusal({ code: 'register-read-only', message });
  expect(await unlessReadOnly(Promise.reject(refusal), say)).toBeNull();
  expect(said).toEqual([message]);
  const behind = new CentreRefusal({ code: 'clock-behind', message });
  expect(await unlessReadOnly(Promise.reject(behind), say)).toBeNull();
  expect(await unlessReadOnly(Promise.resolve(3), say)).toBe(3);
  const other = new CentreRefusal({ code: 'town-file-invalid', message: 'cameras/0: lacks key' });
  await expect(unlessReadOnly(Promise.reject(other), say)).rejects.toBe(other);
  await expect(unlessReadOnly(Promise.reject(new CentreRefusal(null)), say)).rejects.toThrow();
  expect(said).toHaveLength(2);
});
