/** What comes from the camera now: each stream in figures, and what the order of 2007 asks (VP-66, VP-67). */

import type { CameraView, StreamHealth } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { useNowMs } from '../../shell/clock.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { type Condition, streamCondition, wantedFps } from './condition.ts';

export function CameraStreams({ camera }: { readonly camera: CameraView }): ReactElement {
  const t = useText();
  const nowMs = useNowMs(30_000);
  return (
    <div className="p-cards">
      <StreamCard
        title={t('Flux principal (enregistrement)')}
        url={camera.mainUrl}
        stream={camera.live.main}
        condition={streamCondition(t, camera, camera.live.main, nowMs)}
        fpsMin={wantedFps(camera)}
      />
      {camera.hasSub ? (
        <StreamCard
          title={t('Flux secondaire (mur)')}
          url={camera.subUrl}
          stream={camera.live.sub}
          condition={streamCondition(t, camera, camera.live.sub, nowMs)}
          fpsMin={null}
        />
      ) : null}
    </div>
  );
}

interface StreamCardProps {
  readonly title: string;
  readonly url: string | null;
  readonly stream: StreamHealth | null;
  readonly condition: Condition;
  readonly fpsMin: number | null;
}

function StreamCard({ title, url, stream, condition, fpsMin }: StreamCardProps): ReactElement {
  const { tone, label } = condition;
  return (
    <section className="b-card b-stack">
      <h3>{title}</h3>
      <StateBadge tone={tone}>{label}</StateBadge>
      {url === null ? null : <code className="p-secret">{url}</code>}
      {stream === null ? null : <StreamFigures stream={stream} fpsMin={fpsMin} />}
    </section>
  );
}

interface StreamFiguresProps {
  readonly stream: StreamHealth;
  readonly fpsMin: number | null;
}

function StreamFigures({ stream, fpsMin }: StreamFiguresProps): ReactElement {
  const t = useText();
  const moments = useMoments();
  const number = (value: number | null, digits = 0): string =>
    value === null ? '–' : moments.number(value, digits);
  return (
    <dl className="b-facts">
      <dt>{t('Codage')}</dt>
      <dd>{stream.codec ?? '–'}</dd>
      <dt>{t('Image')}</dt>
      <dd>
        {stream.width === null || stream.height === null
          ? '–'
          : `${stream.width} × ${stream.height}`}
      </dd>
      <dt>{t('Images par seconde')}</dt>
      <dd>
        {number(stream.fps, 1)}
        {fpsMin === null ? null : (
          <span className="b-quiet"> {t('(il en faut {min})', { min: fpsMin })}</span>
        )}
      </dd>
      <dt>{t('Débit')}</dt>
      <dd>{t('{rate} kbit/s', { rate: number(stream.kbitPerSecond) })}</dd>
      <dt>{t('Écart d’horloge')}</dt>
      <dd>{t('{offset} ms', { offset: number(stream.clockOffsetMs) })}</dd>
      <dt>{t('Paquets perdus')}</dt>
      <dd>{number(stream.packetsLost)}</dd>
      <dt>{t('Interruptions aujourd’hui')}</dt>
      <dd>{number(stream.gapsToday)}</dd>
    </dl>
  );
}
