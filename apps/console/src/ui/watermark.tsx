/**
 * Over every picture of the town: who looks and when, so that a photograph of the screen says whose
 * screen it was (VP-64 asks for integrity; the trace itself is the register's). A layer of the page:
 * it costs nothing per picture, and is in no recording and no still.
 */

import type { ReactElement } from 'react';
import { useSession } from '../api/queries.ts';
import { useMoments } from '../i18n/moments.ts';
import { useNowMs } from '../shell/clock.tsx';

const renewedMs = 15_000;

interface WatermarkProps {
  /** A second, faint one across the middle of a large picture, where a crop can't leave it out. */
  readonly isLarge?: boolean;
}

export function Watermark({ isLarge = false }: WatermarkProps): ReactElement | null {
  const moments = useMoments();
  const nowMs = useNowMs(renewedMs);
  const name = useSession().data?.person?.displayName;
  if (name === undefined) {
    return null;
  }
  const text = `${name} · ${moments.dayMinute(nowMs)}`;
  return (
    <div className="b-watermark" aria-hidden="true">
      {isLarge ? <span className="b-watermark-across">{text}</span> : null}
      <span className="b-watermark-corner">{text}</span>
    </div>
  );
}
