/**
 * What a person takes out of a playback: a bookmark on the selected camera, or a still of exactly
 * the picture on screen. A still is written in the register first; its mark stands beside the
 * picture in the saved file.
 */

import type { CameraView, NewBookmarkBody, StillBody, StillView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useSession } from '../../api/queries.ts';
import { type Moments, useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { civilText } from '../../media/civil-time.ts';
import type { Player } from '../../media/player.ts';
import { saveFile, stillName, stillPicture } from '../../media/still-picture.ts';
import { useShortcut } from '../../shell/shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { TextField } from '../../ui/field.tsx';
import { missingOf } from '../../ui/missing.tsx';
import { FaultNotice, Notice } from '../../ui/notice.tsx';

interface PlaybackActsProps {
  readonly player: Player;
  readonly viewingId: string;
  readonly camera: CameraView;
}

export function PlaybackActs({ player, viewingId, camera }: PlaybackActsProps): ReactElement {
  return (
    <>
      <StillAct player={player} viewingId={viewingId} camera={camera} />
      <BookmarkAct player={player} camera={camera} />
    </>
  );
}

function StillAct({ player, viewingId, camera }: PlaybackActsProps): ReactElement {
  const t = useText();
  const moments = useMoments();
  const session = useSession().data;
  const save = useMutation({
    mutationFn: () =>
      saveStill({
        ...{ player, viewingId, camera, moments, town: session?.town.name ?? '' },
        recodedWords: t('Recodé pour l’affichage ; l’enregistrement est inchangé.'),
      }),
  });
  const act = (): void => {
    player.pause();
    save.mutate();
  };
  useShortcut({ keys: 's', group: t('Relecture'), label: t('Enregistrer l’image') }, act);
  const decision = session?.may['save-stills'];
  return (
    <>
      <Button
        icon="still"
        {...(decision === undefined ? {} : { decision })}
        isDisabled={save.isPending}
        onPress={act}
      >
        {t('Enregistrer l’image')}
      </Button>
      <FaultNotice fault={save.error} />
      {save.data === undefined ? null : (
        <Notice tone={save.data === null ? 'notice' : 'good'} isLive>
          <p>
            {save.data === null
              ? t('Il n’y a pas d’image à enregistrer ici.')
              : t('Image enregistrée sous la marque {mark}.', { mark: save.data })}
          </p>
        </Notice>
      )}
    </>
  );
}

interface StillWish extends PlaybackActsProps {
  readonly moments: Moments;
  readonly town: string;
  /** What the band says of a picture that was recoded for display (LIV-30). */
  readonly recodedWords: string;
}

/** The mark under which it was saved, null when there is no picture on screen. */
async function saveStill(wish: StillWish): Promise<string | null> {
  const { player, viewingId, camera, moments, town } = wish;
  const grabbed = await player.grab(camera.id);
  if (grabbed === null) {
    return null;
  }
  const { atMs, recoded } = grabbed;
  const body: StillBody = { cameraId: camera.id, atMs, recoded };
  // VP-33: the register is written before the picture leaves the page.
  const { markId } = await ask<StillView>('POST', `/api/viewings/${viewingId}/stills`, body);
  const file = await stillPicture(grabbed.bitmap, {
    camera: camera.name,
    place: camera.place,
    civilTime: `${moments.dayTime(grabbed.atMs)}${moments.thousandths(grabbed.atMs)} (${moments.timeZone})`,
    utcTime: `UTC ${new Date(grabbed.atMs).toISOString()}`,
    mark: markId,
    town,
    note: recoded ? wish.recodedWords : null,
  });
  grabbed.bitmap.close();
  saveFile(file, stillName(civilText(grabbed.atMs, moments.timeZone), camera.name, markId));
  return markId;
}

function BookmarkAct({ player, camera }: Omit<PlaybackActsProps, 'viewingId'>): ReactElement {
  const t = useText();
  const moments = useMoments();
  const [atMs, setAt] = useState<number | null>(null);
  const [title, setTitle] = useState('');
  const decision = useSession().data?.may.bookmark;
  const add = useMutation({
    mutationFn: (body: NewBookmarkBody) => ask<{ id: string }>('POST', '/api/bookmarks', body),
    onSuccess: () => {
      invalidate(['timeline']);
      setAt(null);
      setTitle('');
    },
  });
  const begin = (): void => {
    player.pause();
    setAt(player.getStatus().positionMs);
  };
  useShortcut({ keys: 'b', group: t('Relecture'), label: t('Poser un repère') }, begin);
  const isReady = title.trim() !== '' && atMs !== null;
  const submit = (): void => {
    if (isReady) {
      add.mutate({ cameraId: camera.id, atMs, title: title.trim() });
    }
  };
  return (
    <>
      <Button icon="bookmark" {...(decision === undefined ? {} : { decision })} onPress={begin}>
        {t('Poser un repère')}
      </Button>
      <Dialog
        title={t('Poser un repère')}
        isOpen={atMs !== null}
        onClose={() => setAt(null)}
        size="small"
        actions={
          <DialogActs
            label={t('Poser')}
            variant="primary"
            missing={missingOf(t, [[title.trim() === '', t('le titre')]])}
            isPending={add.isPending}
            onPress={submit}
            onCancel={() => setAt(null)}
          />
        }
      >
        <form
          className="b-stack"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <FaultNotice fault={add.error} />
          <p>
            {camera.name}, {atMs === null ? '' : moments.dayTime(atMs)}
          </p>
          <TextField
            label={t('Titre')}
            value={title}
            maxLength={200}
            autoFocus
            onChange={setTitle}
          />
        </form>
      </Dialog>
    </>
  );
}
