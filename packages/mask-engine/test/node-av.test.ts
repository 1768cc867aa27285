import { type ClearAccessUnit, joinNalUnits, nalUnits } from '@beffroi/picture';
import { expect, test } from 'vitest';
import { createNodeAvTranscoders } from '../src/native/transcoders.ts';
import { Collector, settled, shape, solid, transcoderContract } from './contract.ts';
import { hasFfmpeg, testPicture } from './media.ts';

transcoderContract('node-av', () => createNodeAvTranscoders({ nowMs: () => 1_700_000_000_000 }));

test.skipIf(!hasFfmpeg)('CAM-11 grey made of what can not be read is no picture', async () => {
  const [unit] = testPicture('640x360', { frames: 1 });
  const nals = [...nalUnits(unit?.data ?? new Uint8Array())].map((nal) =>
    nal.length < 400 ? nal : nal.map((byte, at) => (at < 8 ? byte : byte ^ (at * 7919))),
  );
  const sink = new Collector();
  const transcoder = await createNodeAvTranscoders({ nowMs: () => 0 }).open(
    solid([shape]),
    { bitsPerSecond: 1_000_000, fps: 25, gopSeconds: 1 },
    sink,
  );
  transcoder.push({ ...(unit as ClearAccessUnit), data: joinNalUnits(nals) });
  await settled(() => sink.gaps.length > 0);
  await transcoder.close();
  expect(sink.gaps.map(({ cause }) => cause)).toEqual(['stream-undecodable']);
  expect(transcoder.figures).toMatchObject({ in: 1, decoded: 0, out: 0, dropped: 1 });
});
