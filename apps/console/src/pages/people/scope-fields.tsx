/**
 * Over what a clearance reaches (SEC-4, OPS-15): communes, then all their cameras, or some of them by
 * name and by group. A group reaches further or less far as it is changed, which the hint says.
 */

import type { ReactElement } from 'react';
import { useCameraGroups, useCameras, useCommunes } from '../../api/queries.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox, Checklist } from '../../ui/checkbox.tsx';

export interface Scope {
  readonly communeIds: readonly string[];
  /** Null: every camera of the communes. */
  readonly cameraIds: readonly string[] | null;
  readonly groupIds: readonly string[];
}

/** Whether it reaches anything at all. */
export function areCamerasNamed({ cameraIds, groupIds }: Scope): boolean {
  return cameraIds === null || cameraIds.length + groupIds.length > 0;
}

interface ScopeFieldsProps {
  readonly scope: Scope;
  readonly onChange: (scope: Scope) => void;
}

export function ScopeFields({ scope, onChange }: ScopeFieldsProps): ReactElement {
  const t = useText();
  const communes = useCommunes().data ?? [];
  return (
    <>
      <Checklist
        label={t('Communes')}
        columns={2}
        choices={communes.map(({ id, name }) => ({ value: id, label: name }))}
        values={scope.communeIds}
        // What was chosen of a commune goes with it: nothing is sent that isn't shown.
        onChange={(communeIds) =>
          onChange({ communeIds, cameraIds: scope.cameraIds && [], groupIds: [] })
        }
      />
      <Checkbox
        isSelected={scope.cameraIds !== null}
        onChange={(isLimited) =>
          onChange({ ...scope, cameraIds: isLimited ? [] : null, groupIds: [] })
        }
      >
        {t('Limiter à certaines caméras')}
      </Checkbox>
      {scope.cameraIds === null ? null : (
        <NamedCameras scope={scope} cameraIds={scope.cameraIds} onChange={onChange} />
      )}
    </>
  );
}

interface NamedCamerasProps extends ScopeFieldsProps {
  readonly cameraIds: readonly string[];
}

function NamedCameras({ scope, cameraIds, onChange }: NamedCamerasProps): ReactElement {
  const t = useText();
  const isNear = ({ communeId }: { readonly communeId: string }) =>
    scope.communeIds.includes(communeId);
  const groups = (useCameraGroups().data ?? []).filter(isNear);
  const cameras = (useCameras().data ?? []).filter(isNear);
  return (
    <>
      {groups.length === 0 ? null : (
        <Checklist
          label={t('Groupes')}
          hint={t('Quand un groupe change, ce que la personne voit change à l’instant.')}
          columns={2}
          choices={groups.map((group) => ({
            value: group.id,
            label: t('{name} ({count, plural, one {# caméra} other {# caméras}})', {
              name: group.name,
              count: group.cameraIds.length,
            }),
          }))}
          values={scope.groupIds}
          onChange={(groupIds) => onChange({ ...scope, groupIds })}
        />
      )}
      <Checklist
        label={t('Caméras')}
        columns={2}
        choices={cameras.map(({ id, name }) => ({ value: id, label: name }))}
        values={cameraIds}
        onChange={(chosen) => onChange({ ...scope, cameraIds: chosen })}
      />
    </>
  );
}
