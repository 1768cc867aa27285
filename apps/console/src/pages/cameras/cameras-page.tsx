/**
 * The town's cameras: one line each, worst state first, with what the law asks of each (state,
 * masks, end of the authorisation). Search and filters stay in this page; a line opens the camera.
 */

import type { CameraView } from '@beffroi/wire';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { useCameras, useCommunes, useSession } from '../../api/queries.ts';
import { watched } from '../../api/watched.ts';
import { type Moments, useMoments } from '../../i18n/moments.ts';
import { type Translate, useText } from '../../i18n/text.ts';
import { useNowMs } from '../../shell/clock.tsx';
import { Page } from '../../shell/page.tsx';
import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/field.tsx';
import { EmptyState, FaultNotice, type Tone, Waiting } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { maskModeLabel, stateLabel } from '../../words/labels.ts';
import { camerasFound } from './camera-search.ts';
import { conditionOf } from './condition.ts';

type StateFilter = 'all' | 'to-fix' | CameraView['state']['kind'];

const rank: Record<Tone, number> = { alarm: 0, warning: 1, notice: 2, good: 3, quiet: 4 };

export function CamerasPage(): ReactElement {
  const t = useText();
  const nowMs = useNowMs(30_000);
  const navigate = useNavigate();
  const cameras = useCameras();
  const manage = useSession().data?.may['manage-cameras'];
  const [search, setSearch] = useState('');
  const [state, setState] = useState<StateFilter>('all');
  const [commune, setCommune] = useState('all');
  const columns = useColumns(nowMs);
  const found = camerasFound(cameras.data ?? [], search)
    .filter(({ communeId }) => commune === 'all' || communeId === commune)
    .filter((camera) => isIn(t, camera, state, nowMs))
    .toSorted((one, other) => byCondition(t, one, other, nowMs));
  return (
    <Page
      tools={
        <>
          <SearchField label={t('Chercher une caméra')} value={search} onChange={setSearch} />
          <StateSelect value={state} onChange={setState} />
          <CommuneSelect value={commune} onChange={setCommune} />
          <p className="b-quiet p-count" role="status">
            {t('{count, plural, one {# caméra} other {# caméras}}', { count: found.length })}
          </p>
          <div className="b-grow" />
          {manage === undefined ? null : (
            <Button
              variant="primary"
              icon="plus"
              decision={manage}
              onPress={() => watched(navigate({ to: '/cameras/new' }))}
            >
              {t('Ajouter une caméra')}
            </Button>
          )}
        </>
      }
    >
      <FaultNotice fault={cameras.error} />
      {cameras.isPending ? <Waiting /> : null}
      {cameras.data !== undefined && found.length === 0 ? (
        <EmptyState
          icon="camera"
          title={cameras.data.length === 0 ? t('Aucune caméra') : t('Aucune caméra ne correspond')}
        />
      ) : null}
      {found.length === 0 ? null : (
        <Table
          caption={t('Caméras')}
          columns={columns}
          rows={found}
          keyOf={(camera) => camera.id}
        />
      )}
    </Page>
  );
}

function isIn(t: Translate, camera: CameraView, state: StateFilter, nowMs: number): boolean {
  if (state === 'to-fix') {
    return rank[conditionOf(t, camera, nowMs).tone] < rank.good;
  }
  return state === 'all' || camera.state.kind === state;
}

function byCondition(t: Translate, one: CameraView, other: CameraView, nowMs: number): number {
  const ranks = [one, other].map((camera) => rank[conditionOf(t, camera, nowMs).tone]);
  return (
    (ranks[0] ?? 0) - (ranks[1] ?? 0) || one.name.localeCompare(other.name, 'fr', { numeric: true })
  );
}

interface FilterProps<Value extends string> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

function StateSelect({ value, onChange }: FilterProps<StateFilter>): ReactElement {
  const t = useText();
  return (
    <Select
      label={t('État')}
      hideLabel
      value={value}
      onChange={onChange}
      choices={[
        { value: 'all', label: t('Tous les états') },
        { value: 'to-fix', label: t('À traiter') },
        { value: 'planned', label: stateLabel(t, 'planned') },
        { value: 'notified', label: stateLabel(t, 'notified') },
        { value: 'in-service', label: stateLabel(t, 'in-service') },
        { value: 'withdrawn', label: stateLabel(t, 'withdrawn') },
      ]}
    />
  );
}

function CommuneSelect({ value, onChange }: FilterProps<string>): ReactElement | null {
  const t = useText();
  const communes = useCommunes().data ?? [];
  if (communes.length < 2) {
    return null;
  }
  return (
    <Select
      label={t('Commune')}
      hideLabel
      value={value}
      onChange={onChange}
      choices={[
        { value: 'all', label: t('Toutes les communes') },
        ...communes.map((commune) => ({ value: commune.id, label: commune.name })),
      ]}
    />
  );
}

function useColumns(nowMs: number): readonly Column<CameraView>[] {
  const t = useText();
  const moments = useMoments();
  return [
    {
      key: 'name',
      head: t('Caméra'),
      isRowHead: true,
      cell: (camera) => (
        <span className="p-two-lines">
          <Link to="/cameras/$cameraId" params={{ cameraId: camera.id }}>
            {camera.name}
          </Link>
          <span className="b-quiet b-small">{camera.place}</span>
        </span>
      ),
    },
    {
      key: 'condition',
      head: t('État'),
      cell: (camera) => {
        const { tone, label } = conditionOf(t, camera, nowMs);
        return <StateBadge tone={tone}>{label}</StateBadge>;
      },
    },
    { key: 'mask', head: t('Vie privée'), cell: (camera) => <MaskCell camera={camera} /> },
    {
      key: 'size',
      head: t('Image'),
      isNumber: true,
      cell: (camera) => sizeText(camera),
    },
    {
      key: 'fps',
      head: t('Images/s'),
      isNumber: true,
      cell: (camera) => numberOr(moments, camera.live.main?.fps, 1),
    },
    {
      key: 'rate',
      head: t('kbit/s'),
      isNumber: true,
      cell: (camera) => numberOr(moments, camera.live.main?.kbitPerSecond, 0),
    },
    {
      key: 'retention',
      head: t('Conservation'),
      isNumber: true,
      cell: (camera) => t('{days} j', { days: camera.retentionDays }),
    },
    {
      key: 'until',
      head: t('Autorisée jusqu’au'),
      isNumber: true,
      cell: (camera) =>
        camera.authorisation === null ? '–' : moments.civilDay(camera.authorisation.until),
    },
  ];
}

function MaskCell({ camera }: { readonly camera: CameraView }): ReactElement {
  const t = useText();
  return camera.mask === null ? (
    <StateBadge tone={camera.state.kind === 'in-service' ? 'alarm' : 'quiet'}>
      {t('Non décidé')}
    </StateBadge>
  ) : (
    <span className="b-quiet">{maskModeLabel(t, camera.mask.choice.mode)}</span>
  );
}

function sizeText(camera: CameraView): string {
  const main = camera.live.main;
  return main?.width == null || main.height == null ? '–' : `${main.width} × ${main.height}`;
}

function numberOr(moments: Moments, value: number | null | undefined, digits: number): string {
  return value == null ? '–' : moments.figure(value, digits);
}
