import { useTranslation } from "react-i18next";
import { clock } from "./clock";
import styles from "./LoopControls.module.css";
import type { Loop, Snap } from "./loop";

interface Props {
  loop: Loop | null;
  durationS: number;
  snap: Snap;
  /** Percent faster after each round. */
  step: number;
  hasGrid: boolean;
  onSnap(snap: Snap): void;
  onStep(percent: number): void;
  onSet(end: "from" | "to", at: number): void;
  onHere(end: "from" | "to"): void;
  onMove(steps: number): void;
  onClear(): void;
}

export function LoopControls(props: Props) {
  const { t } = useTranslation("practice");
  const { loop, durationS, snap, step, hasGrid } = props;
  const ends = [
    { end: "from", name: t("slow.from"), here: t("slow.setA"), at: loop?.fromS ?? 0 },
    { end: "to", name: t("slow.to"), here: t("slow.setB"), at: loop?.toS ?? durationS },
  ] as const;
  return (
    <fieldset className={styles.loop}>
      <legend>{t("slow.loop")}</legend>
      {ends.map(({ end, name, here, at }) => (
        <div key={end} className={styles.end}>
          <label className={styles.slider}>
            {name}: {clock(at)}
            <input
              type="range"
              min={0}
              max={durationS}
              step={0.1}
              value={at}
              aria-valuetext={clock(at)}
              onChange={(event) => props.onSet(end, Number(event.target.value))}
            />
          </label>
          <button type="button" onClick={() => props.onHere(end)}>
            {here}
          </button>
        </div>
      ))}
      <div className="row">
        <button
          type="button"
          onClick={() => props.onMove(-1)}
          disabled={loop === null}
          aria-label={t("slow.earlier")}
        >
          ←
        </button>
        <button
          type="button"
          onClick={() => props.onMove(1)}
          disabled={loop === null}
          aria-label={t("slow.later")}
        >
          →
        </button>
        <button type="button" onClick={props.onClear} disabled={loop === null}>
          {t("slow.noLoop")}
        </button>
        <label>
          {t("slow.snap")}
          <select value={snap} onChange={(event) => props.onSnap(event.target.value as Snap)}>
            {(["bar", "beat", "off"] as const).map((each) => (
              <option key={each} value={each}>
                {t(`slow.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("slow.faster")}
          <select value={step} onChange={(event) => props.onStep(Number(event.target.value))}>
            {[0, 2, 5, 10].map((percent) => (
              <option key={percent} value={percent}>
                {percent === 0 ? t("slow.fasterOff") : t("slow.percent", { percent })}
              </option>
            ))}
          </select>
        </label>
      </div>
      {!hasGrid && <p className="quiet">{t("slow.noGrid")}</p>}
    </fieldset>
  );
}
