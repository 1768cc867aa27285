/**
 * The groups of cameras that clearances name (OPS-15): which there are, with which cameras, and the
 * way to a new one. A change is an act like giving a clearance, so the same persons do it.
 */

import type { CameraGroupView } from '@beffroi/wire';
import { type ReactElement, useState } from 'react';
import { useCameraGroups, useCameras, useCommunes, useSession } from '../../api/queries.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { GroupDialog } from './group-dialog.tsx';

export function CameraGroups(): ReactElement {
  const t = useText();
  const groups = useCameraGroups();
  const manage = useSession().data?.may['manage-people'];
  const [edited, setEdited] = useState<CameraGroupView | 'new' | null>(null);
  const columns = useColumns(setEdited);
  return (
    <div className="b-stack p-groups">
      <div className="b-row">
        <h2 className="b-grow">{t('Groupes de caméras')}</h2>
        {manage === undefined ? null : (
          <Button icon="plus" decision={manage} onPress={() => setEdited('new')}>
            {t('Former un groupe')}
          </Button>
        )}
      </div>
      <FaultNotice fault={groups.error} />
      {groups.data === undefined || groups.data.length === 0 ? (
        <p className="b-quiet">
          {t('Aucun groupe : une habilitation désigne des communes ou des caméras.')}
        </p>
      ) : (
        <Table
          caption={t('Groupes de caméras')}
          columns={columns}
          rows={groups.data}
          keyOf={(group) => group.id}
        />
      )}
      {edited === null ? null : (
        <GroupDialog group={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </div>
  );
}

function useColumns(onEdit: (group: CameraGroupView) => void): readonly Column<CameraGroupView>[] {
  const t = useText();
  const communes = useCommunes().data ?? [];
  const cameras = useCameras().data ?? [];
  return [
    { key: 'name', head: t('Groupe'), isRowHead: true, cell: (group) => group.name },
    {
      key: 'commune',
      head: t('Commune'),
      cell: ({ communeId }) => communes.find(({ id }) => id === communeId)?.name ?? '',
    },
    {
      key: 'cameras',
      head: t('Caméras'),
      cell: ({ cameraIds }) =>
        cameraIds.length === 0 ? (
          <span className="b-quiet">{t('aucune : ce groupe n’ouvre rien')}</span>
        ) : (
          cameraIds.map((id) => cameras.find((one) => one.id === id)?.name ?? id).join(', ')
        ),
    },
    {
      key: 'change',
      head: t('Agir'),
      cell: (group) => (
        <Button
          small
          aria-label={t('Modifier {name}', { name: group.name })}
          onPress={() => onEdit(group)}
        >
          {t('Modifier…')}
        </Button>
      ),
    },
  ];
}
