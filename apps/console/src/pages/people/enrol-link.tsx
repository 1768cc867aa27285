/** The one-time link: asked for, shown once, good for a day and one use. It is never kept here. */

import type { EnrolLinkView, PersonView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Static } from 'typebox';
import { ask } from '../../api/client.ts';
import { watched } from '../../api/watched.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FaultNotice, Notice } from '../../ui/notice.tsx';

type Link = Static<typeof EnrolLinkView>;

export function EnrolLink({ person }: { readonly person: PersonView }): ReactElement {
  const t = useText();
  const [link, setLink] = useState<Link | null>(null);
  const make = useMutation({
    mutationFn: () => ask<Link>('POST', `/api/people/${person.id}/link`),
    onSuccess: setLink,
  });
  return (
    <section className="b-stack">
      <h3>{t('Lien de premier accès')}</h3>
      <p className="b-quiet">
        {t('Pour créer une clé d’accès ou un mot de passe. Il remplace le précédent.')}
      </p>
      <FaultNotice fault={make.error} />
      <p>
        <Button icon="link" isPending={make.isPending} onPress={() => make.mutate()}>
          {t('Créer un lien')}
        </Button>
      </p>
      {link === null ? null : <ShownOnce link={link} onClose={() => setLink(null)} />}
    </section>
  );
}

interface ShownOnceProps {
  readonly link: Link;
  readonly onClose: () => void;
}

function ShownOnce({ link, onClose }: ShownOnceProps): ReactElement {
  const t = useText();
  const moments = useMoments();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link.url);
    setCopied(true);
  };
  return (
    <Dialog
      title={t('Lien, montré une seule fois')}
      isOpen
      mustAnswer
      onClose={onClose}
      actions={
        <>
          <Button icon="copy" onPress={() => watched(copy())}>
            {isCopied ? t('Copié') : t('Copier')}
          </Button>
          <Button variant="primary" onPress={onClose}>
            {t('Je l’ai transmis')}
          </Button>
        </>
      }
    >
      <div className="b-stack">
        <code className="p-link">{link.url}</code>
        <Notice tone="warning">
          <p>
            {t(
              'Remettez-le en main propre : qui le tient entre à la place de cette personne. Valable jusqu’au {until}, une seule fois.',
              { until: moments.dayTime(link.until) },
            )}
          </p>
        </Notice>
      </div>
    </Dialog>
  );
}
