/**
 * The process behind `gop-recoder.ts`: one GOP in, one out, one at a time. It decodes bytes that
 * came from the street with a library written in C, so it has no secret, no file and no socket,
 * and ends with its parent.
 */

import { messageOf } from '@beffroi/kernel';
import type { RecodeAnswer } from './gop-recoder.ts';
import { type GopToRecode, recodeGop } from './recode-gop.ts';

process.on('message', (message) => {
  // Only our parent writes on this channel.
  recodeGop(message as GopToRecode).then(
    (gop) => process.send?.({ gop } satisfies RecodeAnswer),
    (thrown: unknown) => process.send?.({ failed: messageOf(thrown) } satisfies RecodeAnswer),
  );
});
process.on('disconnect', () => process.exit(0));
