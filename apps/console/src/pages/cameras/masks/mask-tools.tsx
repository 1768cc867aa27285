/** The acts on the drawing: a zone by mouse or by keyboard, corners, a new still. */

import type { ReactElement } from 'react';
import { useText } from '../../../i18n/text.ts';
import { Button } from '../../../ui/button.tsx';
import {
  addPointAfter,
  addRectangle,
  closeZone,
  type MaskDraft,
  removePoint,
  removeZone,
} from './mask-draft.ts';

interface MaskToolsProps {
  readonly draft: MaskDraft;
  readonly onChange: (draft: MaskDraft) => void;
  readonly onRefresh: () => void;
}

export function MaskTools({ draft, onChange, onRefresh }: MaskToolsProps): ReactElement {
  const t = useText();
  const { selected, open } = draft;
  return (
    <div className="b-stack p-mask-tools">
      <p className="b-quiet b-small">
        {t(
          'Pressez l’image pour poser les coins d’une zone, puis son premier coin pour la fermer. Au clavier : ajoutez une zone, puis flèches, + et Suppr sur chaque coin.',
        )}
      </p>
      <div className="b-row">
        <Button small icon="plus" onPress={() => onChange(addRectangle(draft))}>
          {t('Ajouter une zone')}
        </Button>
        {open.length === 0 ? null : (
          <Button
            small
            icon="check"
            isDisabled={open.length < 3}
            onPress={() => onChange(closeZone(draft))}
          >
            {t('Fermer la zone')}
          </Button>
        )}
        {selected === null ? null : (
          <>
            <Button
              small
              icon="plus"
              onPress={() => onChange(addPointAfter(draft, selected.zone, selected.point))}
            >
              {t('Coin après')}
            </Button>
            <Button
              small
              icon="minus"
              onPress={() => onChange(removePoint(draft, selected.zone, selected.point))}
            >
              {t('Ôter le coin')}
            </Button>
            <Button
              small
              icon="trash"
              variant="danger"
              onPress={() => onChange(removeZone(draft, selected.zone))}
            >
              {t('Ôter la zone {zone}', { zone: selected.zone + 1 })}
            </Button>
          </>
        )}
        <Button small variant="quiet" icon="refresh" onPress={onRefresh}>
          {t('Nouvelle image')}
        </Button>
      </div>
    </div>
  );
}
