import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import { ShapeDiagram } from "./ShapeDiagram";
import { useShape } from "./useShape";

/** The shape of one chord on the player's instrument, for the player's hand; nothing where none is known. */
export function ChordDiagram({ label }: { label: string | null }) {
  const { t } = useTranslation("listen");
  const leftHanded = useSettings((settings) => settings.leftHanded);
  const grip = useShape(label);
  if (grip === null) return null;
  const { shape } = grip;
  const frets = shape.frets.map((fret) => fret ?? "x").join(" ");
  return (
    <ShapeDiagram
      shape={shape}
      label={t("diagram", { chord: shape.symbol, frets })}
      leftHanded={leftHanded}
    />
  );
}
