import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import { voicing } from "../harmony/notes";
import { type Hint, hintFor } from "./hints";
import { nameOf } from "./names";
import { ShapePicture } from "./ShapePicture";
import styles from "./Stage.module.css";
import { stringFeedback } from "./strings";
import { Tones } from "./Tones";
import { useChecks } from "./useChecks";
import type { Target } from "./useTargets";
import type { Practised } from "./useTraining";

/** The chord to play now, and what is heard of it. */
export function Stage({
  training,
  target,
  targets,
  judgement,
  heard,
  goTo,
}: Practised & { targets: Target[] }) {
  const { t } = useTranslation("practice");
  const notation = useSettings((settings) => settings.notation);
  const checks = useChecks(target, judgement);
  const grip = target?.grip ?? null;
  const strings = useMemo(
    () => (grip === null ? [] : stringFeedback(grip.tuning, grip.shape.frets, judgement, checks)),
    [grip, judgement, checks],
  );
  if (target === null) return null;
  const name = (pitchClass: number) => target.names.get(pitchClass) ?? nameOf(pitchClass, notation);
  const on = (pitchClass: number) =>
    strings.filter((each) => each.fret !== null && each.pitchClass === pitchClass).map((each) => each.number);
  const hint = judgement === null ? null : hintFor(target, judgement, heard, checks, name, on);
  const next = targets.length > 1 ? targets[(training.index + 1) % targets.length] : undefined;
  return (
    <section className={`card ${styles.stage}`} aria-label={target.symbol}>
      {targets.length > 1 && (
        <ol className={styles.progression} aria-label={t("progression")}>
          {targets.map(({ symbol, label }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same chord may stand in several places
            <li key={`${index} ${label}`}>
              <button
                type="button"
                onClick={() => goTo(index)}
                aria-label={t("goTo", { chord: symbol })}
                aria-current={index === training.index ? "step" : undefined}
              >
                {symbol}
              </button>
            </li>
          ))}
        </ol>
      )}
      <div className={styles.now} data-verdict={judgement?.verdict ?? "none"}>
        <p className={styles.symbol}>{target.symbol}</p>
        {next !== undefined && <p className={styles.next}>{t("next", { chord: next.symbol })}</p>}
        <p className={styles.verdict} role="status">
          {judgement === null ? "" : t(`verdict.${judgement.verdict}`)}
        </p>
        <p className={styles.hint}>{hint === null ? t("idle") : <HintText hint={hint} />}</p>
        <p className={styles.heard}>
          {judgement === null ? "\u00a0" : heard === null ? t("heardNothing") : t("heard", { chord: heard })}
        </p>
      </div>
      <Tones target={target} judgement={judgement} />
      {target.grip !== null && <ShapePicture target={{ ...target, grip: target.grip }} strings={strings} />}
      <HearIt label={target.label} />
      <p className={styles.small}>
        {judgement?.basis === "chord" && judgement.verdict !== "silent" ? `${t("byChord")} ` : ""}
        {target.grip !== null && t("inferred")}
      </p>
    </section>
  );
}

function HintText({ hint }: { hint: Hint }) {
  const { t, i18n } = useTranslation("practice");
  switch (hint.key) {
    case "silent":
    case "right":
      return t(`hint.${hint.key}`);
    case "check":
      return t(`check.${hint.problem}`, { string: hint.string, note: hint.note, fret: hint.fret ?? 0 });
    case "missing":
      return t("hint.missing", {
        count: hint.strings.length,
        note: hint.note,
        degree: t(`degree.${hint.degree}`),
        strings: new Intl.ListFormat(i18n.language).format(hint.strings.map(String)),
      });
    case "quality":
      return t("hint.quality", { heard: hint.heard, note: hint.note, degree: t(`degree.${hint.degree}`) });
    case "foreign":
      return t("hint.foreign", { note: hint.note });
    case "sounds":
      return t("hint.sounds", { heard: hint.heard });
    default:
      return t(`hint.${hint.key}`, { bass: hint.bass });
  }
}

function HearIt({ label }: { label: string }) {
  const { t } = useTranslation("practice");
  const [state, setState] = useState<"ready" | "loads" | "failed">("ready");
  async function play() {
    setState("loads");
    try {
      const { loadPlayer } = await import("../audio/player");
      (await loadPlayer()).playChord(voicing(label));
      setState("ready");
    } catch {
      setState("failed");
    }
  }
  return (
    <div className={styles.hear}>
      <button type="button" onClick={() => void play()} disabled={state === "loads"}>
        {t("hear")}
      </button>
      {state === "failed" && <span role="alert">{t("noSound")}</span>}
    </div>
  );
}
