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
import { Radios } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { TextField } from '../../ui/field.tsx';
import { missingOf } from '../../ui/missing.tsx';
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

/** Who is being added; the login follows the name until one is typed. */
interface PersonDraft {
  readonly displayName: string;
  readonly typedLogin: string | null;
  readonly post: Post;
  readonly locale: Locale;
}

const firstDraft: PersonDraft = {
  displayName: '',
  typedLogin: null,
  post: 'operator',
  locale: 'fr',
};

function bodyOf({ displayName, typedLogin, post, locale }: PersonDraft): NewPersonBody {
  const login = typedLogin ?? loginFrom(displayName);
  return { displayName: displayName.trim(), login, post, locale };
}

export function NewPerson({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useText();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(firstDraft);
  const body = bodyOf(draft);
  const add = useMutation({
    mutationFn: (person: NewPersonBody) => ask<PersonView>('POST', '/api/people', person),
    onSuccess: (person) => {
      invalidate(['people']);
      onClose();
      watched(navigate({ to: '/people', search: { person: person.id } }));
    },
  });
  return (
    <Dialog
      title={t('Ajouter une personne')}
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={t('Ajouter')}
          variant="primary"
          missing={missingOf(t, [
            [body.displayName === '', t('le nom')],
            [!loginShape.test(body.login), t('le nom de connexion')],
          ])}
          isPending={add.isPending}
          onPress={() => add.mutate(body)}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <PersonFields
          draft={draft}
          login={body.login}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        <FaultNotice fault={add.error} />
      </div>
    </Dialog>
  );
}

interface PersonFieldsProps {
  readonly draft: PersonDraft;
  /** The one typed, or the one the name gives. */
  readonly login: string;
  readonly onChange: (part: Partial<PersonDraft>) => void;
}

function PersonFields({ draft, login, onChange }: PersonFieldsProps): ReactElement {
  const t = useText();
  return (
    <>
      <TextField
        label={t('Prénom et nom')}
        value={draft.displayName}
        onChange={(displayName) => onChange({ displayName })}
        maxLength={200}
        isRequired
        autoFocus
      />
      <TextField
        label={t('Nom de connexion')}
        hint={t('Minuscules, chiffres, point et tirets')}
        fault={login === '' || loginShape.test(login) ? undefined : t('Ce nom ne convient pas.')}
        value={login}
        onChange={(typedLogin) => onChange({ typedLogin })}
        maxLength={40}
        isRequired
      />
      <Select
        label={t('Fonction')}
        value={draft.post}
        onChange={(post) => onChange({ post })}
        choices={posts.map((value) => ({ value, label: postLabel(t, value) }))}
      />
      <Radios
        label={t('Langue')}
        inline
        value={draft.locale}
        onChange={(locale) => onChange({ locale })}
        choices={[
          { value: 'fr', label: 'Français' },
          { value: 'en', label: 'English' },
        ]}
      />
    </>
  );
}
