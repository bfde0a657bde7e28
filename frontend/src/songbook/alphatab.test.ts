import { expect, test, vi } from "vitest";

vi.mock("@coderline/alphatab/font/Bravura.woff2?url", () => ({ default: "Bravura.woff2" }));
const { readTab, toElement } = await import("./alphatab");

test("attributes that the page's policy forbids become properties, colours follow the theme", () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,0" stroke="#020202" style="fill: none" />
<text style='stroke: none; font:bold 13px "Chordwork-section"' y="20">a &quot; style=&quot;b</text></svg>`;
  const element = toElement(svg);
  const path = element.querySelector("path")!;
  expect(path.style.fill).toBe("none");
  expect(path.getAttribute("stroke")).toBe("var(--tab-line)");
  const text = element.querySelector("text")!;
  expect(text.textContent).toBe('a " style="b');
  expect(text.getAttribute("y")).toBe("5");
});

test("a tab as the server writes it is read", () => {
  const score = readTab(`\\title "x"
\\track "Guitar"
\\staff {tabs}
\\tuning (E4 B3 G3 D3 A2 E2)
\\chord {firstfret 1} ("C" 0 1 0 2 3 x)
\\ts (4 4)
(0.1 1.2 0.3 2.4 3.5).1 {ch "C"}`);
  expect(score.masterBars).toHaveLength(1);
});
