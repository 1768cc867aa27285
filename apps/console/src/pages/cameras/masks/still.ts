/** A masked still of the camera, now: an object URL that dies with the page, and its proportions. */

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { askPicture } from '../../../api/client.ts';
import { watched } from '../../../api/watched.ts';

export interface Still {
  readonly url: string | null;
  /** Width over height; 16:9 until it is known. */
  readonly aspect: number;
  readonly fault: unknown;
  readonly refresh: () => void;
}

interface Shown {
  readonly url: string;
  readonly aspect: number;
}

export function useStill(cameraId: string): Still {
  const picture = useQuery({
    queryKey: ['still', cameraId],
    queryFn: () => askPicture(`/api/cameras/${cameraId}/still`),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const [shown, setShown] = useState<Shown | null>(null);
  const blob = picture.data;
  useEffect(() => {
    if (blob === undefined) {
      return undefined;
    }
    const url = URL.createObjectURL(blob);
    let isGone = false;
    const show = async (): Promise<void> => {
      const bitmap = await createImageBitmap(blob);
      const aspect = bitmap.width / bitmap.height;
      bitmap.close();
      if (!isGone) {
        setShown({ url, aspect });
      }
    };
    watched(show());
    return () => {
      isGone = true;
      URL.revokeObjectURL(url);
    };
  }, [blob]);
  return {
    url: shown?.url ?? null,
    aspect: shown?.aspect ?? 16 / 9,
    fault: picture.error,
    refresh: () => watched(picture.refetch()),
  };
}
