/** The town's time, to the second: every act in the centre is told by it. */

import { type ReactElement, useEffect, useState } from 'react';
import { useMoments } from '../i18n/moments.ts';
import { useText } from '../i18n/text.ts';

/** Wall time of this machine, renewed each second. */
export function useNowMs(everyMs = 1000): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}

export function Clock(): ReactElement {
  const t = useText();
  const nowMs = useNowMs();
  const moments = useMoments();
  return (
    <p className="s-clock" title={t('Heure de la commune ({zone})', { zone: moments.timeZone })}>
      <span className="s-clock-day">{moments.longDay(nowMs)}</span>{' '}
      <time className="s-clock-time">{moments.time(nowMs)}</time>
    </p>
  );
}
