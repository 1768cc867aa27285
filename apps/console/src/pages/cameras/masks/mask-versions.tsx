/** Every version of the masks: who, when, why, on which picture (VP-22). None can be taken away. */

import type { MaskVersionView } from '@beffroi/wire';
import { type ReactElement, useState } from 'react';
import { useMoments } from '../../../i18n/moments.ts';
import { useText } from '../../../i18n/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { maskModeLabel } from '../../../words/labels.ts';

interface MaskVersionsProps {
  readonly versions: readonly MaskVersionView[];
  readonly currentId: string | undefined;
  /** Start a new drawing from this one. */
  readonly onTake: (version: MaskVersionView) => void;
}

export function MaskVersions({ versions, currentId, onTake }: MaskVersionsProps): ReactElement {
  const t = useText();
  const moments = useMoments();
  const [shown, setShown] = useState<MaskVersionView | null>(null);
  const newestFirst = [...versions].sort((one, other) =>
    other.decidedAt.localeCompare(one.decidedAt),
  );
  if (newestFirst.length === 0) {
    return <p className="b-quiet">{t('Aucune décision encore.')}</p>;
  }
  return (
    <>
      <ol className="p-versions">
        {newestFirst.map((version) => (
          <li key={version.id}>
            <p className="b-row">
              <StateBadge tone={version.id === currentId ? 'good' : 'quiet'}>
                {version.id === currentId ? t('En vigueur') : t('Remplacée')}
              </StateBadge>
              <span className="b-quiet b-small">{moments.dayTime(version.decidedAt)}</span>
            </p>
            <p>
              <strong>{maskModeLabel(t, version.choice.mode)}</strong>
              {version.choice.mode === 'none-needed'
                ? null
                : ` · ${t('{count, plural, one {# zone} other {# zones}}', { count: version.choice.polygons.length })}`}
            </p>
            <p>{t('« {reason} »', { reason: version.reason })}</p>
            <p className="b-quiet b-small">{version.decidedBy.displayName}</p>
            <p className="b-row">
              {version.referenceUrl === null ? null : (
                <Button small variant="quiet" icon="still" onPress={() => setShown(version)}>
                  {t('Image de référence')}
                </Button>
              )}
              <Button small variant="quiet" icon="copy" onPress={() => onTake(version)}>
                {t('Repartir de celle-ci')}
              </Button>
            </p>
          </li>
        ))}
      </ol>
      {shown === null || shown.referenceUrl === null ? null : (
        <Dialog title={t('Image de référence')} size="large" isOpen onClose={() => setShown(null)}>
          <img
            className="p-reference"
            src={shown.referenceUrl}
            alt={t('Image masquée du {time}', { time: moments.dayTime(shown.decidedAt) })}
          />
        </Dialog>
      )}
    </>
  );
}
