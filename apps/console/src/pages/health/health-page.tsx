/**
 * The state of the system: recorders (disk, processor, masking, what waits) and each camera's last
 * hour, as small charts with a table that says the same. What is wrong comes first and in words.
 */

import type { CameraView, HealthView } from '@beffroi/wire';
import { type ReactElement, useState } from 'react';
import { useCameras, useHealth } from '../../api/queries.ts';
import { useMoments } from '../../i18n/moments.ts';
import { type Translate, useText } from '../../i18n/text.ts';
import { useNowMs } from '../../shell/clock.tsx';
import { Page } from '../../shell/page.tsx';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState, FaultNotice, Waiting } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { conditionOf } from '../cameras/condition.ts';
import { CameraCharts } from './camera-charts.tsx';
import type { CameraLine } from './camera-line.ts';
import { PostTests } from './post-tests.tsx';
import { RecorderCard } from './recorder-card.tsx';
import { lastOf, Sparkline } from './sparkline.tsx';

export function HealthPage(): ReactElement {
  const t = useText();
  const health = useHealth();
  const cameras = useCameras();
  const [openId, setOpenId] = useState<string | null>(null);
  const lines = linesOf(health.data, cameras.data);
  const open = lines.find((line) => line.camera.id === openId);
  const columns = useColumns(openId, setOpenId);
  return (
    <Page>
      <FaultNotice fault={health.error} />
      {health.isPending ? <Waiting /> : null}
      {health.data === undefined ? null : (
        <div className="b-stack">
          <section className="b-stack" aria-labelledby="recorders">
            <h2 id="recorders">{t('Enregistreurs')}</h2>
            {health.data.recorders.length === 0 ? (
              <EmptyState icon="server" title={t('Aucun enregistreur ne s’est annoncé')} />
            ) : (
              <div className="p-cards">
                {health.data.recorders.map((recorder) => (
                  <RecorderCard key={recorder.id} recorder={recorder} />
                ))}
              </div>
            )}
          </section>
          <div className="b-stack">
            <h2>{t('Caméras, dernière heure')}</h2>
            {open === undefined ? null : (
              <CameraCharts line={open} onClose={() => setOpenId(null)} />
            )}
            {lines.length === 0 ? (
              <p className="b-quiet">
                {t('Aucune mesure encore : la première vient une minute après le démarrage.')}
              </p>
            ) : (
              <Table
                caption={t('Caméras, dernière heure')}
                columns={columns}
                rows={lines}
                keyOf={(line) => line.camera.id}
                isCurrent={(line) => line.camera.id === openId}
              />
            )}
          </div>
          <PostTests tests={health.data.selfTests ?? []} />
        </div>
      )}
    </Page>
  );
}

function linesOf(
  health: HealthView | undefined,
  cameras: readonly CameraView[] | undefined,
): CameraLine[] {
  return (health?.cameras ?? []).flatMap((one) => {
    const camera = cameras?.find(({ id }) => id === one.cameraId);
    return camera === undefined ? [] : [{ camera, health: one }];
  });
}

/** Writes a figure in the reader's language, a dash where there is none. */
type NumberWriter = (value: number | null, digits?: number) => string;

function useColumns(
  openId: string | null,
  setOpenId: (id: string | null) => void,
): readonly Column<CameraLine>[] {
  const t = useText();
  const nowMs = useNowMs(30_000);
  const moments = useMoments();
  const number: NumberWriter = (value, digits = 0) =>
    value === null ? '–' : moments.figure(value, digits);
  return [
    { key: 'name', head: t('Caméra'), isRowHead: true, cell: ({ camera }) => camera.name },
    {
      key: 'state',
      head: t('État'),
      cell: ({ camera }) => {
        const { tone, label } = conditionOf(t, camera, nowMs);
        return <StateBadge tone={tone}>{label}</StateBadge>;
      },
    },
    ...figureColumns(t, number),
    {
      key: 'charts',
      head: <span className="b-hidden">{t('Courbes')}</span>,
      cell: ({ camera }) => (
        <IconButton
          small
          icon="health"
          aria-expanded={camera.id === openId}
          label={t('Courbes de {name}', { name: camera.name })}
          onPress={() => setOpenId(camera.id === openId ? null : camera.id)}
        />
      ),
    },
  ];
}

/** What is measured of each camera: its stream, its clock, its gaps, its masking. */
function figureColumns(t: Translate, number: NumberWriter): readonly Column<CameraLine>[] {
  return [
    {
      key: 'rate',
      head: t('kbit/s'),
      isNumber: true,
      cell: ({ health }) => (
        <span className="p-spark">
          <Sparkline values={health.kbitPerSecond} /> {number(lastOf(health.kbitPerSecond))}
        </span>
      ),
    },
    {
      key: 'fps',
      head: t('Images/s'),
      isNumber: true,
      cell: ({ health }) => (
        <span className="p-spark">
          <Sparkline values={health.fps} /> {number(lastOf(health.fps), 1)}
        </span>
      ),
    },
    {
      key: 'offset',
      head: t('Horloge (ms)'),
      isNumber: true,
      cell: ({ health }) => number(lastOf(health.clockOffsetMs)),
    },
    {
      key: 'gaps',
      head: t('Interruptions du jour'),
      isNumber: true,
      cell: ({ camera }) => number(camera.live.main?.gapsToday ?? null),
    },
    {
      key: 'cores',
      head: t('Masquage (cœurs)'),
      isNumber: true,
      cell: ({ health }) => number(health.maskCores, 2),
    },
    {
      key: 'restarts',
      head: t('Reprises'),
      isNumber: true,
      cell: ({ health }) => number(health.restarts),
    },
  ];
}
