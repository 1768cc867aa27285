/**
 * What the browser of each desk can do, as it measured itself at its last start: a desk that can't show
 * the wall, or that needs recordings recoded, is known before the watch begins. Those that can't show
 * the wall come first. Whoever may not see everybody's sees their own; the centre decides.
 */

import type { HealthView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { canShowTheWall } from '../../shell/self-test.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { browserName } from './browser-name.ts';

type PostTest = NonNullable<HealthView['selfTests']>[number];

export function PostTests({ tests }: { readonly tests: readonly PostTest[] }): ReactElement {
  const t = useText();
  const columns = useColumns();
  const rows = tests.toSorted((a, b) => Number(canShowTheWall(a)) - Number(canShowTheWall(b)));
  return (
    <div className="b-stack">
      <h2>{t('Postes, dernier essai')}</h2>
      {rows.length === 0 ? (
        <p className="b-quiet">
          {t('Aucun essai encore : chaque poste s’essaie quand on s’y connecte.')}
        </p>
      ) : (
        <Table
          caption={t('Postes, dernier essai')}
          columns={columns}
          rows={rows}
          keyOf={(test) => test.personId}
        />
      )}
    </div>
  );
}

function useColumns(): readonly Column<PostTest>[] {
  const t = useText();
  const moments = useMoments();
  const yesNo = (can: boolean): string => (can ? t('Oui') : t('Non'));
  return [
    { key: 'name', head: t('Personne'), isRowHead: true, cell: ({ displayName }) => displayName },
    {
      key: 'wall',
      head: t('Mur d’images'),
      cell: (test) => (
        <StateBadge tone={canShowTheWall(test) ? 'good' : 'alarm'}>
          {canShowTheWall(test) ? t('Affichable') : t('Impossible')}
        </StateBadge>
      ),
    },
    {
      key: 'h265',
      head: t('Relecture H.265'),
      cell: ({ h264, h265 }) =>
        h265 ? t('Directe') : h264 ? t('Convertie en H.264') : t('Impossible'),
    },
    { key: 'secure', head: t('Liaison sûre'), cell: ({ secureContext }) => yesNo(secureContext) },
    {
      key: 'held',
      head: t('Images retenues'),
      isNumber: true,
      cell: ({ heldFrames }) => (heldFrames === null ? '–' : moments.number(heldFrames)),
    },
    { key: 'browser', head: t('Navigateur'), cell: ({ userAgent }) => browserName(userAgent) },
    { key: 'at', head: t('Essayé'), cell: ({ at }) => moments.dayMinute(at) },
  ];
}
