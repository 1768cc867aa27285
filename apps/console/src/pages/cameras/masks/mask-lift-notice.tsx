/**
 * Told before a decision is sent: that it hides less than the one in force, where and in which way, and
 * so is signed as a lift (MSK-54). Whoever only wanted to add a zone keeps the former ones by one press.
 */

import type { MaskLift } from '@beffroi/town';
import type { ReactElement } from 'react';
import { useText } from '../../../i18n/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';

interface MaskLiftNoticeProps {
  readonly lift: MaskLift;
  /** Draws the zones that are uncovered again, beside the new ones; null where there is no room. */
  readonly onKeep: (() => void) | null;
}

export function MaskLiftNotice({ lift, onKeep }: MaskLiftNoticeProps): ReactElement {
  const t = useText();
  const { why, zones } = lift;
  return (
    <Notice tone="warning" title={t('Cette décision découvre')} isLive>
      <p>
        <MaskLiftText why={why} />
      </p>
      {zones.length === 0 ? null : (
        <p>
          {t(
            '{count, plural, one {Zone en vigueur concernée : {names}} other {Zones en vigueur concernées : {names}}} ; en tirets sur l’image.',
            { count: zones.length, names: zones.map((zone) => zone + 1).join(', ') },
          )}
        </p>
      )}
      <p>{t('Elle se signe comme une levée de masques, à deux si la commune le veut.')}</p>
      {why !== 'zones' || onKeep === null ? null : (
        <p>
          <Button small icon="plus" onPress={onKeep}>
            {t('Garder aussi ces zones')}
          </Button>
        </p>
      )}
    </Notice>
  );
}

function MaskLiftText({ why }: Pick<MaskLift, 'why'>): string {
  const t = useText();
  switch (why) {
    case 'none-needed':
      return t('Toute l’image se verra.');
    case 'by-camera':
      return t('La caméra masquera seule ; seules ses images clés seront vérifiées.');
    case 'mosaic':
      return t('Une mosaïque remplacera l’aplat : couleurs et mouvements s’y devinent.');
    default:
      return t('Un lieu caché jusqu’ici se verra de nouveau.');
  }
}
