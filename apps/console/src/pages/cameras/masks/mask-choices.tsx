/** Who masks, how, and what it costs: told before it is decided. */

import type { CameraView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useHealth, useSession } from '../../../api/queries.ts';
import { useMoments } from '../../../i18n/moments.ts';
import { useText } from '../../../i18n/text.ts';
import { Radios } from '../../../ui/checkbox.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { maskCores } from './mask-cost.ts';
import { coveredShare, type Zone } from './mask-draft.ts';

export type MaskMode = 'server' | 'camera' | 'none-needed';
export type MaskStyle = 'solid' | 'pixelate';

interface MaskChoicesProps {
  readonly camera: CameraView;
  readonly mode: MaskMode;
  readonly style: MaskStyle;
  readonly zones: readonly Zone[];
  readonly onMode: (mode: MaskMode) => void;
  readonly onStyle: (style: MaskStyle) => void;
}

export function MaskChoices(props: MaskChoicesProps): ReactElement {
  const { camera, mode, style, zones, onMode, onStyle } = props;
  const t = useText();
  return (
    <div className="p-fields">
      <Radios
        label={t('Qui masque')}
        value={mode}
        onChange={onMode}
        choices={[
          {
            value: 'server',
            label: t('Le centre'),
            about: t('Décode, remplit, recode avant toute image'),
          },
          {
            value: 'camera',
            label: t('La caméra'),
            about: t('Elle dessine ; chaque image clé est vérifiée'),
          },
          {
            value: 'none-needed',
            label: t('Rien à masquer'),
            about: t('Vous déclarez qu’aucun lieu privé n’est en vue'),
          },
        ]}
      />
      <div className="b-stack">
        {mode === 'server' ? (
          <Radios
            label={t('Style')}
            value={style}
            onChange={onStyle}
            choices={[
              { value: 'solid', label: t('Aplat (conseillé)') },
              { value: 'pixelate', label: t('Forte mosaïque') },
            ]}
          />
        ) : null}
        <Cost camera={camera} mode={mode} zones={zones} />
      </div>
    </div>
  );
}

interface CostProps {
  readonly camera: CameraView;
  readonly mode: MaskMode;
  readonly zones: readonly Zone[];
}

function Cost({ camera, mode, zones }: CostProps): ReactElement {
  const t = useText();
  const moments = useMoments();
  const cores = maskCores(camera, mode);
  return (
    <Notice tone="quiet" title={t('Coût')}>
      <p>
        {cores === null
          ? t('Inconnu tant que la caméra n’a pas répondu.')
          : t('Environ {cores} cœur de processeur', { cores: moments.number(cores, 2) })}
      </p>
      {mode === 'none-needed' ? null : (
        <p>
          {t('{count, plural, one {# zone} other {# zones}}, {share} % de l’image', {
            count: zones.length,
            share: moments.number(coveredShare(zones) * 100, 1),
          })}
        </p>
      )}
      {useSession().data?.may['read-health'].allowed === true ? <FreeCores /> : null}
    </Notice>
  );
}

function FreeCores(): ReactElement | null {
  const t = useText();
  const moments = useMoments();
  const recorders = useHealth().data?.recorders ?? [];
  if (recorders.length === 0) {
    return null;
  }
  const used = recorders.reduce((sum, one) => sum + one.maskCoresUsed, 0);
  const max = recorders.reduce((sum, one) => sum + one.maskCoresMax, 0);
  return (
    <p className="b-quiet">
      {t('Masquage aujourd’hui : {used} cœurs sur {max}', {
        used: moments.number(used, 2),
        max: moments.number(max, 1),
      })}
    </p>
  );
}
