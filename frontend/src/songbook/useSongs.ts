import { useEffect, useState } from "react";
import { followSongs, getSong, listSongs, type Song } from "../storage/songs";

/** What is read from the device, and again after every change; null until it is there. */
function useFollowed<T>(read: () => Promise<T>, of: string): T | null {
  const [value, setValue] = useState<{ of: string; value: T } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `of` says what is read
  useEffect(() => {
    let left = false;
    const look = () => {
      read().then(
        (found) => !left && setValue({ of, value: found }),
        (error: unknown) => !left && setValue(() => throwing(error)),
      );
    };
    const stop = followSongs(look);
    look();
    return () => {
      left = true;
      stop();
    };
  }, [of]);
  return value?.of === of ? value.value : null;
}

/** React shows an error that a render throws, and no other. */
function throwing(error: unknown): never {
  throw error;
}

export function useSongs(): Song[] | null {
  return useFollowed(listSongs, "all");
}

/** Null until it is there; undefined where there is none. */
export function useSong(id: string): { song: Song | undefined } | null {
  return useFollowed(async () => ({ song: await getSong(id) }), id);
}
