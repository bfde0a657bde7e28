/** How a chord is gripped on the player's instrument; asked of the server once for each chord. */
import { useQuery } from "@tanstack/react-query";
import type { Problem } from "../api/client";
import { post } from "../api/post";
import type { components } from "../api/rest.gen";
import { useSettings } from "../app/settings";

export type Shape = components["schemas"]["Shape"];
export interface Grip {
  shape: Shape;
  tuning: string[];
}

/** @param label Harte label or symbol; null asks nothing */
export function useShape(label: string | null): Grip | null {
  const { instrument, tuning, level } = useSettings();
  const { data } = useQuery<Grip | null, Problem>({
    queryKey: ["shape", label, instrument, tuning, level],
    enabled: label !== null && label !== "N" && label !== "X",
    retry: false,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const answer = await post("/tabs", { chords: [label], instrument, tuning, level }, signal);
      const { shapes, tuning: strings } = (await answer.json()) as components["schemas"]["TabResult"];
      return shapes[0] === undefined ? null : { shape: shapes[0], tuning: strings };
    },
  });
  return data ?? null;
}
