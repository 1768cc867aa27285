/** One camera's last hour: bit rate, pictures a second, clock offset; and the same hour as a table. */

import type { ReactElement } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { useNowMs } from '../../shell/clock.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Table } from '../../ui/table.tsx';
import type { CameraLine } from './camera-line.ts';
import { HourChart } from './hour-chart.tsx';

interface CameraChartsProps {
  readonly line: CameraLine;
  readonly onClose: () => void;
}

/** A row of the table twin every five minutes. */
const everyMinutes = 5;

export function CameraCharts({ line, onClose }: CameraChartsProps): ReactElement {
  const t = useText();
  const { camera, health } = line;
  const nowMs = useNowMs(60_000);
  return (
    <section className="b-card b-stack" aria-label={t('Courbes de {name}', { name: camera.name })}>
      <header className="b-row">
        <h3>{camera.name}</h3>
        <div className="b-grow" />
        <IconButton icon="close" label={t('Fermer les courbes')} small onPress={onClose} />
      </header>
      <div className="p-charts">
        <HourChart title={t('Débit (kbit/s)')} values={health.kbitPerSecond} nowMs={nowMs} />
        <HourChart title={t('Images par seconde')} values={health.fps} nowMs={nowMs} />
        <HourChart title={t('Écart d’horloge (ms)')} values={health.clockOffsetMs} nowMs={nowMs} />
      </div>
      <details>
        <summary>{t('Les mêmes valeurs en tableau')}</summary>
        <HourTable line={line} nowMs={nowMs} />
      </details>
    </section>
  );
}

function HourTable({ line, nowMs }: { readonly line: CameraLine; readonly nowMs: number }) {
  const t = useText();
  const moments = useMoments();
  const { health } = line;
  const count = health.kbitPerSecond.length;
  const rows = Array.from({ length: Math.ceil(count / everyMinutes) }, (_, row) =>
    Math.max(0, count - 1 - row * everyMinutes),
  );
  const at = (values: readonly (number | null)[], index: number, digits = 0): string => {
    const value = values[index] ?? null;
    return value === null ? '–' : moments.figure(value, digits);
  };
  return (
    <Table
      caption={t('Dernière heure de {name}', { name: line.camera.name })}
      rows={rows}
      keyOf={String}
      columns={[
        {
          key: 'time',
          head: t('Heure'),
          isRowHead: true,
          cell: (index) => moments.time(nowMs - (count - 1 - index) * 60_000),
        },
        {
          key: 'rate',
          head: t('kbit/s'),
          isNumber: true,
          cell: (index) => at(health.kbitPerSecond, index),
        },
        {
          key: 'fps',
          head: t('Images/s'),
          isNumber: true,
          cell: (index) => at(health.fps, index, 1),
        },
        {
          key: 'offset',
          head: t('Horloge (ms)'),
          isNumber: true,
          cell: (index) => at(health.clockOffsetMs, index),
        },
      ]}
    />
  );
}
