/**
 * The camera's card (what it is for, by which order, how long its pictures are kept) and its life:
 * planned, prefect told, in service, withdrawn (VP-09). What the law refuses is greyed with its rule.
 */

import type { CameraView } from '@beffroi/wire';
import { type ReactElement, useState } from 'react';
import { useCommunes } from '../../api/queries.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { framingLabel, purposeLabel } from '../../words/labels.ts';
import { CameraLife } from './camera-life.tsx';
import { EditCamera } from './edit-camera.tsx';
import { useStill } from './masks/still.ts';

export function CameraCard({ camera }: { readonly camera: CameraView }): ReactElement {
  const t = useText();
  const moments = useMoments();
  const [isEditing, setEditing] = useState(false);
  const commune = useCommunes().data?.find((one) => one.id === camera.communeId);
  const { authorisation } = camera;
  return (
    <div className="p-cards">
      <section className="b-card b-stack">
        <h3>{t('Ce qu’elle fait')}</h3>
        <dl className="b-facts">
          <dt>{t('Commune')}</dt>
          <dd>{commune === undefined ? '–' : `${commune.name} (${commune.insee})`}</dd>
          <dt>{t('Finalités')}</dt>
          <dd>
            <ul>
              {camera.purposes.map((purpose) => (
                <li key={purpose}>{purposeLabel(t, purpose)}</li>
              ))}
            </ul>
          </dd>
          <dt>{t('Objectif')}</dt>
          <dd>{camera.objective}</dd>
          <dt>{t('Cadrage')}</dt>
          <dd>
            {framingLabel(t, camera.framing)}
            {camera.fastFlow ? t(', flux rapides') : ''}
          </dd>
          <dt>{t('Conservation')}</dt>
          <dd>
            {t('{days, plural, one {# jour} other {# jours}}', { days: camera.retentionDays })}
          </dd>
          <dt>{t('Autorisation')}</dt>
          <dd>
            {authorisation === null
              ? t('Aucune')
              : t('{order}, du {from} au {until}', {
                  order: authorisation.orderNumber,
                  from: moments.civilDay(authorisation.from),
                  until: moments.civilDay(authorisation.until),
                })}
          </dd>
        </dl>
        <p>
          <Button icon="pencil" decision={camera.may.manage} onPress={() => setEditing(true)}>
            {t('Modifier la fiche')}
          </Button>
        </p>
      </section>
      <CameraLife camera={camera} />
      {camera.may.watchLive.allowed && camera.state.kind === 'in-service' ? (
        <StillCard camera={camera} />
      ) : null}
      {isEditing ? <EditCamera camera={camera} onClose={() => setEditing(false)} /> : null}
    </div>
  );
}

/** A masked picture of now, to know the place by. */
function StillCard({ camera }: { readonly camera: CameraView }): ReactElement {
  const t = useText();
  const still = useStill(camera.id);
  return (
    <section className="b-card b-stack">
      <header className="b-row">
        <h3 className="b-grow">{t('Image masquée')}</h3>
        <Button small variant="quiet" icon="refresh" onPress={still.refresh}>
          {t('Nouvelle image')}
        </Button>
      </header>
      <FaultNotice fault={still.fault} />
      {still.url === null ? null : (
        <img
          className="p-reference"
          src={still.url}
          alt={t('Ce que voit {name}, masqué', { name: camera.name })}
        />
      )}
    </section>
  );
}
