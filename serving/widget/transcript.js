import { listItems } from "./items.js";

/** The conversation as a text file, made in the browser: nothing is asked of the platform. */
export function saveTranscript(controller) {
  const title = controller.config.title || controller.strings.text("title");
  const text = [title, "", ...listItems(controller).flatMap((item) => lineText(item, controller.strings))].join("\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`\uFEFF${text}\n`], { type: "text/plain;charset=utf-8" }));
  link.download = `${title} ${new Date().toISOString().slice(0, 10)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}

function lineText(item, strings) {
  if (item.type === "day") return ["", `— ${item.text} —`];
  if (item.type === "notice") return [`[${item.text}]`];
  const time = item.timeless ? "" : `${strings.time(item.at)} `;
  const files = (item.files ?? []).map(({ name }) => `  [${name}]`);
  const cards = (item.cards ?? []).map(({ title, text }) => `  [${[title, text].filter(Boolean).join(": ")}]`);
  const sources = (item.sources ?? []).map(({ title, url }) => `  ${[title, url].filter(Boolean).join(": ")}`);
  return [`${time}${item.name ?? strings.text("you")}: ${item.text}`, ...files, ...cards, ...sources];
}
