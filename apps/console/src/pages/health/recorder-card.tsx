/** One recorder: whether it is there, its disk and the days left, its cores, and what it had to drop. */

import type { HealthView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { type Moments, useMoments } from '../../i18n/moments.ts';
import { type Translate, useText } from '../../i18n/text.ts';
import type { Tone } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';

type Recorder = HealthView['recorders'][number];

/** Below that many days of room somebody must act. */
const daysWarning = 3;

export function RecorderCard({ recorder }: { readonly recorder: Recorder }): ReactElement {
  const t = useText();
  const moments = useMoments();
  const used = recorder.totalBytes - recorder.freeBytes;
  return (
    <article className="b-card b-stack">
      <header className="b-row">
        <h3>{recorder.name}</h3>
        <div className="b-grow" />
        <StateBadge tone={recorder.connected ? 'good' : 'alarm'} framed>
          {recorder.connected ? t('Relié') : t('Absent')}
        </StateBadge>
      </header>
      <Gauge
        label={t('Disque')}
        value={used}
        max={recorder.totalBytes}
        text={t('{free} libres sur {total}', {
          free: moments.bytes(recorder.freeBytes),
          total: moments.bytes(recorder.totalBytes),
        })}
      />
      <Forecast recorder={recorder} />
      <Gauge
        label={t('Cœurs de masquage')}
        value={recorder.maskCoresUsed}
        max={recorder.maskCoresMax}
        text={t('{used} sur {max}', {
          used: moments.number(recorder.maskCoresUsed, 2),
          max: moments.number(recorder.maskCoresMax, 1),
        })}
      />
      <dl className="p-recorder-facts">
        {factsOf(t, moments, recorder).map(([name, value]) => (
          <div key={name} className="p-fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}

function factsOf(t: Translate, moments: Moments, recorder: Recorder): [string, string][] {
  return [
    [t('Depuis'), moments.dayTime(recorder.sinceMs)],
    [t('Processeur'), t('{cores} cœurs', { cores: moments.number(recorder.cpuCores, 2) })],
    [t('Mémoire'), moments.bytes(recorder.memoryBytes)],
    [t('Écrit'), t('{size}/s', { size: moments.bytes(recorder.bytesPerSecond) })],
    [t('Faits en attente'), moments.number(recorder.spooledFacts)],
    [t('Images perdues'), moments.number(recorder.droppedPictures)],
  ];
}

function Forecast({ recorder }: { readonly recorder: Recorder }): ReactElement {
  const t = useText();
  const { daysLeft } = recorder;
  if (daysLeft === null) {
    return (
      <p>
        <StateBadge tone="good">{t('Place pour toute la durée de conservation')}</StateBadge>
      </p>
    );
  }
  const tone: Tone = daysLeft < 1 ? 'alarm' : daysLeft < daysWarning ? 'warning' : 'quiet';
  return (
    <p>
      <StateBadge tone={tone}>
        {t('Plein dans {days, plural, one {# jour} other {# jours}} à ce rythme', {
          days: Number(daysLeft.toFixed(1)),
        })}
      </StateBadge>
    </p>
  );
}

interface GaugeProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly text: string;
}

function Gauge({ label, value, max, text }: GaugeProps): ReactElement {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div className="p-gauge">
      <span className="b-quiet b-small">{label}</span>
      <span className="b-small b-number">{text}</span>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect width="100" height="6" className="p-gauge-ground" />
        <rect
          width={share * 100}
          height="6"
          className={share > 0.9 ? 'p-gauge-high' : 'p-gauge-fill'}
        />
      </svg>
    </div>
  );
}
