/**
 * The register once kept on paper (VP-34): for each day and camera what was recorded, destroyed and
 * taken out; to be read here, or taken away as a table or a print, which leaves an entry.
 */

import type { PaperRegisterLine, PaperRegisterView, RegisterOpeningView } from '@beffroi/wire';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { DateField } from '../../ui/date-field.tsx';
import { EmptyState, FaultNotice, Waiting } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { type Column, Table } from '../../ui/table.tsx';

export function PaperView({ opening }: { readonly opening: RegisterOpeningView }): ReactElement {
  const t = useText();
  const columns = useColumns();
  const today = useMoments().today();
  const [camera, setCamera] = useState(opening.cameras[0]?.id ?? '');
  const [from, setFrom] = useState(`${today.slice(0, 8)}01`);
  const [to, setTo] = useState(today);
  const asked = new URLSearchParams({
    opening: String(opening.opening),
    from,
    to,
    ...(camera === '' ? {} : { camera }),
  }).toString();
  const paper = useQuery({
    queryKey: ['register', 'paper', asked],
    queryFn: () => ask<PaperRegisterView>('GET', `/api/register/paper?${asked}`),
    enabled: from !== '' && to !== '',
  });
  const lines = paper.data?.lines ?? [];
  return (
    <div className="b-stack">
      <search className="p-register-filters">
        <Select
          label={t('Caméra')}
          choices={[
            { value: '', label: t('Toutes') },
            ...opening.cameras.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={camera}
          onChange={setCamera}
        />
        <DateField label={t('Du')} value={from} onChange={setFrom} />
        <DateField label={t('Au')} value={to} onChange={setTo} />
      </search>
      <FaultNotice fault={paper.error} />
      {paper.isLoading ? <Waiting /> : null}
      {paper.isSuccess && lines.length === 0 ? (
        <EmptyState icon="list" title={t('Aucun enregistrement dans cette période')} />
      ) : null}
      {lines.length === 0 ? null : (
        <>
          <div className="b-row">
            <a
              className="b-button b-button-plain"
              href={`/api/register/paper.pdf?${asked}`}
              download
            >
              {t('Télécharger en PDF')}
            </a>
            <a
              className="b-button b-button-plain"
              href={`/api/register/paper.csv?${asked}`}
              download
            >
              {t('Télécharger en CSV')}
            </a>
          </div>
          <Table
            caption={t('Registre des enregistrements')}
            columns={columns}
            rows={lines}
            keyOf={({ camera: { id }, day }) => `${day} ${id}`}
          />
        </>
      )}
    </div>
  );
}

function useColumns(): readonly Column<PaperRegisterLine>[] {
  const t = useText();
  const moments = useMoments();
  const spansOf = ({ spans }: PaperRegisterLine) =>
    spans.map(({ fromMs, toMs }) => `${moments.time(fromMs)} – ${moments.time(toMs)}`).join(', ');
  return [
    { key: 'day', head: t('Jour'), isRowHead: true, cell: ({ day }) => moments.civilDay(day) },
    {
      key: 'camera',
      head: t('Caméra'),
      cell: ({ camera, unreadable: number }) =>
        number === undefined
          ? camera.name
          : t('Ligne illisible du registre, n° {number}', { number }),
    },
    { key: 'spans', head: t('Plages enregistrées'), cell: spansOf },
    {
      key: 'destroyed',
      head: t('Destruction'),
      cell: ({ destroyedAt, unreadable }) =>
        destroyedAt !== null
          ? moments.dayMinute(destroyedAt)
          : unreadable === undefined
            ? t('pas encore')
            : '?',
    },
    {
      key: 'handed',
      head: t('Images extraites ou transmises'),
      cell: ({ handedOver }) => handedOver.map((at) => moments.dayMinute(at)).join(', '),
    },
  ];
}
