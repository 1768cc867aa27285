/** The tab that moves a camera on the map. A camera in service that moves goes back to notified (VP-09). */

import type { CameraView, NewCameraBody } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { ActButton } from '../../ui/missing.tsx';
import { FaultNotice, Notice } from '../../ui/notice.tsx';
import { PositionFields } from './position-fields.tsx';

export function CameraPlace({ camera }: { readonly camera: CameraView }): ReactElement {
  const t = useText();
  const [position, setPosition] = useState<NewCameraBody['position']>(camera.position);
  const save = useMutation({
    mutationFn: () => ask('PATCH', `/api/cameras/${camera.id}`, { position }),
    onSuccess: () => invalidate(['cameras']),
  });
  const hasChanged = JSON.stringify(position) !== JSON.stringify(camera.position);
  return (
    <div className="p-place b-stack">
      {hasChanged && camera.state.kind === 'in-service' ? (
        <Notice tone="warning">
          <p>
            {t('Déplacer une caméra en service demande d’informer le préfet à nouveau (VP-09).')}
          </p>
        </Notice>
      ) : null}
      <PositionFields position={position} onChange={setPosition} />
      <FaultNotice fault={save.error} />
      <div className="b-row">
        {hasChanged ? (
          <Button onPress={() => setPosition(camera.position)}>{t('Revenir')}</Button>
        ) : null}
        <ActButton
          variant="primary"
          decision={camera.may.manage}
          missing={hasChanged ? undefined : t('Rien n’a changé.')}
          isPending={save.isPending}
          onPress={() => save.mutate()}
        >
          {t('Enregistrer l’emplacement')}
        </ActButton>
      </div>
    </div>
  );
}
