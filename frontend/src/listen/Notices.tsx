import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSettings } from "../app/settings";
import { listening } from "../connection/browser";
import { dismiss, useListened } from "../connection/listened";
import { type Phase, useSession } from "../connection/session";
import styles from "./Notices.module.css";
import { startMicrophone } from "./start";
import { troubleOf, wantsKey, warningOf } from "./troubles";

/** What a player should know and can do something about. */
export function Notices() {
  const { t } = useTranslation("listen");
  const phase = useSession((session) => session.phase);
  const warnings = useSession((session) => session.warnings);
  const notices = useListened((listened) => listened.notices);
  const [unwanted, setUnwanted] = useState<readonly unknown[]>([]);
  return (
    <div className={styles.notices}>
      <Standing phase={phase} />
      {notices.map(({ code, detail, deviceId }) => (
        <Told key={code} onClose={() => dismiss(code)}>
          <p>{t(`notices.${code}`, { detail })}</p>
          {deviceId !== undefined && (
            <button
              type="button"
              onClick={() => {
                dismiss(code);
                void listening.changeMicrophone(deviceId);
              }}
            >
              {t("notices.use")}
            </button>
          )}
        </Told>
      ))}
      {warnings
        .filter((warning) => warning.code !== "ignored_fields" && !unwanted.includes(warning))
        .map((warning) => {
          const known = warningOf(warning.code);
          return (
            <Told key={warning.code} onClose={() => setUnwanted([...unwanted, warning])}>
              <p>{known === null ? warning.message : t(`warnings.${known}`, { detail: warning.message })}</p>
            </Told>
          );
        })}
    </div>
  );
}

function Told({ onClose, children }: { onClose: () => void; children: React.ReactNode }) {
  const { t } = useTranslation("listen");
  return (
    <div role="status" className={`notice ${styles.told}`}>
      <div>{children}</div>
      <button type="button" className={styles.close} aria-label={t("close")} onClick={onClose}>
        ×
      </button>
    </div>
  );
}

/** Of the phase: why nothing is heard at the moment, and what to do. */
function Standing({ phase }: { phase: Phase }) {
  const { t } = useTranslation("listen");
  switch (phase.name) {
    case "failed": {
      const trouble = troubleOf(phase.code);
      return (
        <section role="alert" className="notice notice-bad" data-code={phase.code}>
          <h2>{t(`trouble.${trouble}.title`)}</h2>
          <p>{t(`trouble.${trouble}.what`, { detail: phase.detail })}</p>
          {wantsKey(phase.code) ? (
            <KeyField />
          ) : (
            <button type="button" onClick={() => startMicrophone(true)}>
              {t("again")}
            </button>
          )}
        </section>
      );
    }
    case "reconnecting": {
      const trouble = troubleOf(phase.code === "" ? "lost" : phase.code);
      return (
        <section role="status" className="notice" data-code={phase.code}>
          <h2>{t(`trouble.${trouble}.title`)}</h2>
          <p>
            {t(`trouble.${trouble}.what`, { detail: phase.detail })} {t("trouble.kept")}
          </p>
          <p className="quiet">
            <Countdown untilMs={phase.nextAtMs} />
          </p>
          <button type="button" onClick={() => listening.online()}>
            {t("now")}
          </button>
        </section>
      );
    }
    case "suspended":
      return (
        <section role="alert" className="notice">
          <h2>{t(`suspended.${phase.why}.title`)}</h2>
          <p>{t(`suspended.${phase.why}.what`)}</p>
          <button type="button" className="primary" onClick={() => void listening.resume()}>
            {t("suspended.resume")}
          </button>
        </section>
      );
    default:
      return null;
  }
}

function Countdown({ untilMs }: { untilMs: number }) {
  const { t } = useTranslation("listen");
  const left = () => Math.max(0, Math.ceil((untilMs - performance.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `left` is of `untilMs`
  useEffect(() => {
    setSeconds(left());
    const timer = window.setInterval(() => setSeconds(left()), 500);
    return () => window.clearInterval(timer);
  }, [untilMs]);
  return <>{seconds === 0 ? t("trying") : t("tryingIn", { seconds })}</>;
}

function KeyField() {
  const { t } = useTranslation("listen");
  const [key, setKey] = useState(useSettings.getState().apiKey ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    useSettings.getState().set({ apiKey: key.trim() === "" ? null : key.trim() });
    startMicrophone(true);
  };
  return (
    <form className="row" onSubmit={submit}>
      <label>
        {t("apiKey")}
        <input
          type="password"
          autoComplete="current-password"
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
      </label>
      <button type="submit" className="primary">
        {t("again")}
      </button>
    </form>
  );
}
