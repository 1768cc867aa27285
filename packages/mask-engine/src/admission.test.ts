import { expect, test } from 'vitest';
import { admit, estimateCores } from './admission.ts';

const fullHd = { width: 1920, height: 1080, fps: 25, codec: 'h264' } as const;

test('MSK-15 the estimate stays by what was measured', () => {
  expect(estimateCores(fullHd)).toBeCloseTo(0.49, 2);
  expect(estimateCores({ ...fullHd, width: 1280, height: 720 })).toBeCloseTo(0.22, 2);
  expect(estimateCores({ ...fullHd, width: 640, height: 360, fps: 12.5 })).toBeCloseTo(0.027, 2);
  expect(estimateCores({ ...fullHd, codec: 'h265' })).toBeCloseTo(0.62, 2);
});

test('MSK-15 a camera the cores can not carry is refused with the figure', () => {
  expect(admit([fullHd], { total: 2, used: 1 })).toEqual({
    ok: true,
    value: estimateCores(fullHd),
  });
  const refused = admit([fullHd, fullHd], { total: 2, used: 1 });
  expect(refused).toMatchObject({ ok: false, error: { rule: 'MSK-15', code: 'cores-missing' } });
  expect(!refused.ok && refused.error.words.en).toContain('takes 0.98 cores; 0.70 are left');
  expect(!refused.ok && refused.error.words.fr).toContain('demande 0.98 cœur ; il en reste 0.70');
});
