/** The example of docs/wire.md is a whole client: it is run here against a centre. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { startTestCentre } from './test-centre.ts';

const example = resolve(import.meta.dirname, '../../../docs/examples/live-client.mjs');

test('LIV-29 the client of docs/wire.md shows a camera, keeps up, and ends when cut', async () => {
  const centre = await startTestCentre();
  const recorder = await centre.recorder();
  const cookie = await centre.cookieOf('per_operator');
  const client = spawn(process.execPath, [example, centre.origin, cookie, 'cam_place']);
  try {
    const { subscription } = await recorder.subscribed();
    recorder.format(subscription);
    recorder.picture(subscription, true, 1, 100);
    const [first] = (await once(client.stdout, 'data')) as [Buffer];
    expect([...first.subarray(0, 5)]).toEqual([0, 0, 0, 1, 1]);
    // Nothing more comes before the client has acknowledged the first one (LIV-23).
    centre.clock.advance(1000);
    const later: Buffer[] = [];
    client.stdout.on('data', (picture: Buffer) => later.push(picture));
    for (let sequence = 2; later.length === 0; sequence = 2 + (sequence % 200)) {
      recorder.picture(subscription, true, sequence, 100);
      await recorder.settled();
    }
    expect(later[0]?.[4]).toBeGreaterThan(1);
    const { actor } = await centre.town.signIn('per_head');
    await centre.town.office.people.suspendClearance(actor, 'clr_operator', 'Fin de mission');
    const [code] = (await once(client, 'exit')) as [number];
    expect(code).toBe(0);
  } finally {
    client.kill();
    await centre.close();
  }
});
