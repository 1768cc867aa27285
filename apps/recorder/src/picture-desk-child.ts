/**
 * The child behind `picture-desk.ts`: one question, one answer. It holds no secret, opens no
 * socket and ends with its parent.
 */

import { messageOf } from '@beffroi/kernel';
import { createKeyFrameVerifier, decodeStill } from '@beffroi/mask-engine';
import type { ClearAccessUnit } from '@beffroi/picture';
import type { DeskAnswer, DeskQuestion } from './picture-desk.ts';

const verifier = createKeyFrameVerifier();

process.on('message', (message) => {
  const question = message as DeskQuestion;
  answer(question).then(
    (given) => process.send?.(given),
    (thrown: unknown) =>
      process.send?.({ id: question.id, failed: messageOf(thrown) } satisfies DeskAnswer),
  );
});
process.on('disconnect', () => process.exit(0));

async function answer(question: DeskQuestion): Promise<DeskAnswer> {
  switch (question.kind) {
    case 'verify':
      return {
        id: question.id,
        verdict: await verifier.verify(question.unit as ClearAccessUnit, question.polygons),
      };
    case 'still':
      return { id: question.id, png: await decodeStill(question.unit) };
  }
}
