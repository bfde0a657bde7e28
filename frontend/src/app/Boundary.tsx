import { Component, type ReactNode } from "react";
import i18n from "../i18n";

/** Shows what went wrong in a view instead of an empty page; the other views stay usable. */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidMount() {
    window.addEventListener("hashchange", this.#forget);
  }

  override componentWillUnmount() {
    window.removeEventListener("hashchange", this.#forget);
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <section className="notice notice-bad" role="alert">
        <h1>{i18n.t("app:fault.title")}</h1>
        <p>{i18n.t("app:fault.what")}</p>
        <pre>{this.state.error.message}</pre>
        <button type="button" onClick={() => location.reload()}>
          {i18n.t("app:fault.again")}
        </button>
      </section>
    );
  }

  #forget = () => this.setState({ error: null });
}
