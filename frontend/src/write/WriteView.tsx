import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Actions } from "./Actions";
import { Head } from "./Head";
import { Learn } from "./Learn";
import { SectionCard } from "./SectionCard";
import { Steps } from "./Steps";
import { ThemeForm } from "./ThemeForm";
import { bringBack, useWriting } from "./useWriting";
import styles from "./Write.module.css";

export default function WriteView() {
  const { t } = useTranslation("write");
  const plan = useWriting((writing) => writing.plan);
  const problem = useWriting((writing) => writing.problem);
  const busy = useWriting((writing) => writing.busy);
  useEffect(() => void bringBack(), []);
  return (
    <div className={styles.view}>
      <h1>{t("title")}</h1>
      <ThemeForm />
      <p role="status" className={busy ? "waiting" : "only-heard"}>
        {busy ? t("busy") : ""}
      </p>
      {problem !== null && (
        <div className="notice notice-bad" role="alert">
          <strong>{t("problem")}</strong>
          <p>{problem.code === "unreachable" ? t("unreachable") : problem.message}</p>
        </div>
      )}
      {plan !== null && (
        <article aria-label={plan.title} aria-busy={busy} className={styles.plan}>
          <Head plan={plan} />
          <Actions plan={plan} />
          <div className={styles.sections}>
            {plan.sections.map((section) => (
              <SectionCard key={section.name} section={section} plan={plan} />
            ))}
          </div>
          <Learn chords={plan.chords} />
          <Steps plan={plan} />
        </article>
      )}
    </div>
  );
}
