import { useTranslation } from "react-i18next";
import type { SongPlan } from "./plan";
import styles from "./Write.module.css";

/** What to do, in order, and how to practise it. */
export function Steps({ plan }: { plan: SongPlan }) {
  const { t } = useTranslation("write");
  const { minutes_a_day: minutes, days, ladder_bpm: ladder, sessions } = plan.practice;
  return (
    <>
      <section className="card">
        <h2>{t("steps")}</h2>
        <ol className={styles.steps}>
          {plan.steps.map((step) => (
            <li key={step.number} lang="en">
              <strong>{step.title}</strong> <small>{t("minutes", { minutes: step.minutes })}</small>
              <p>{step.text}</p>
            </li>
          ))}
        </ol>
      </section>
      <section className="card">
        <h2>{t("practice")}</h2>
        <p>{t("practiceDays", { minutes, days, ladder: ladder.join(" – ") })}</p>
        <ul className={styles.steps}>
          {sessions.map((session) => (
            <li key={session.days} lang="en">
              <strong>
                {session.days}: {session.focus}
              </strong>
              <p>{session.text}</p>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
