// The forms of /docs: send an example, show what comes back. Without it the page still says everything.
"use strict";

const key = document.querySelector("#key");

function shown(response, type, body) {
  if (type.startsWith("image/")) {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(body);
    image.alt = "the answer";
    return image;
  }
  if (type.startsWith("audio/wav")) {
    const player = document.createElement("audio");
    player.controls = true;
    player.src = URL.createObjectURL(body);
    return player;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(body);
  link.download = (response.headers.get("Content-Disposition") || "").split('"')[1] || "answer";
  link.textContent = `Save ${body.size} bytes of ${type}`;
  return link;
}

async function send(form) {
  const status = form.querySelector(".status");
  const answer = form.querySelector(".answer");
  const address = new URL(form.dataset.path, location.href);
  const headers = {};
  const options = { method: form.dataset.method, headers };
  for (const input of form.querySelectorAll("[data-parameter]")) {
    if (input.value !== "") address.searchParams.set(input.dataset.parameter, input.value);
  }
  const body = form.querySelector("textarea");
  const file = form.querySelector("input[type=file]");
  if (body) {
    headers["Content-Type"] = "application/json";
    options.body = body.value;
  } else if (file) {
    headers["Content-Type"] = "application/octet-stream";
    options.body = file.files[0];
  }
  if (key.value) headers["Authorization"] = `Bearer ${key.value}`;
  status.textContent = "…";
  status.className = "status";
  answer.replaceChildren();
  const began = performance.now();
  try {
    const response = await fetch(address, options);
    const type = response.headers.get("Content-Type") || "";
    status.textContent = `${response.status}, ${Math.round(performance.now() - began)} ms`;
    status.classList.toggle("bad", !response.ok);
    if (/json|text|xml/.test(type) && !type.startsWith("image/")) {
      const pre = document.createElement("pre");
      answer.append(pre);
      let text = await response.text();
      if (/^application\/(problem\+)?json/.test(type)) {
        const answered = JSON.parse(text);
        text = JSON.stringify(answered, null, 2);
        for (const warning of answered.warnings || []) {
          if (!warning.code) continue;
          const line = document.createElement("p");
          line.className = "warning";
          line.textContent = `${warning.code}: ${warning.message}`;
          pre.before(line);
        }
      }
      pre.textContent = text;
    } else {
      answer.append(shown(response, type, await response.blob()));
    }
  } catch (error) {
    status.textContent = String(error);
    status.classList.add("bad");
  }
}

for (const form of document.querySelectorAll("form[data-path]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
  const examples = form.querySelector("select.examples");
  if (examples) {
    examples.addEventListener("change", () => {
      form.querySelector("textarea").value = examples.value;
    });
  }
}
if (location.hash) document.querySelector(location.hash)?.setAttribute("open", "");
