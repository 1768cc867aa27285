/** A new named person. They see nothing until they are cleared and have come in by their link. */

import { type Post, posts } from '@beffroi/town';
import type { NewPersonBody, PersonView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { watched } from '../../api/watched.ts';
import type { Locale } from '../../i18n/locale.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Radios } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { postLabel } from '../../words/labels.ts';

const loginShape = /^[a-z0-9][a-z0-9._-]{1,39}$/;

/** `Élodie Martin` gives `elodie.martin`. */
export function loginFrom(displayName: string): string {
  return displayName
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.+|\.+$/g, '')
    .slice(0, 40);
}

export function NewPerson({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useText();
  const navigate = useNavigate();
  const [displayName, setDisplayName] = useState('');
  const [typedLogin, setLogin] = useState<string | null>(null);
  const [post, setPost] = useState<Post>('operator');
  const [locale, setLocale] = useState<Locale>('fr');
  const login = typedLogin ?? loginFrom(displayName);
  const add = useMutation({
    mutationFn: (body: NewPersonBody) => ask<PersonView>('POST', '/api/people', body),
    onSuccess: (person) => {
      invalidate(['people']);
      onClose();
      watched(navigate({ to: '/people', search: { person: person.id } }));
    },
  });
  const isReady = displayName.trim() !== '' && loginShape.test(login);
  return (
    <Dialog
      title={t('Ajouter une personne')}
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('Annuler')}</Button>
          <Button
            variant="primary"
            isDisabled={!isReady}
            isPending={add.isPending}
            onPress={() => add.mutate({ displayName: displayName.trim(), login, post, locale })}
          >
            {t('Ajouter')}
          </Button>
        </>
      }
    >
      <div className="b-stack">
        <TextField
          label={t('Prénom et nom')}
          value={displayName}
          onChange={setDisplayName}
          maxLength={200}
          isRequired
          autoFocus
        />
        <TextField
          label={t('Nom de connexion')}
          hint={t('Minuscules, chiffres, point et tirets')}
          fault={login === '' || loginShape.test(login) ? undefined : t('Ce nom ne convient pas.')}
          value={login}
          onChange={setLogin}
          maxLength={40}
          isRequired
        />
        <Select
          label={t('Fonction')}
          value={post}
          onChange={setPost}
          choices={posts.map((value) => ({ value, label: postLabel(t, value) }))}
        />
        <Radios
          label={t('Langue')}
          inline
          value={locale}
          onChange={setLocale}
          choices={[
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
        />
        <FaultNotice fault={add.error} />
      </div>
    </Dialog>
  );
}
