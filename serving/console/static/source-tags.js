import { h, icon } from "/widget/dom.js";
import { say } from "./words.js";

const CLASSES = { queued: "", running: "waiting", done: "resolved", failed: "bad", interrupted: "open", new: "" };

/** What one has to know of a source at a glance. */
export function sourceTags(source) {
  const { state, failures, inboxes, languages } = source;
  return [
    tag(stateWords(source), isUnreadable(source) ? "bad" : CLASSES[state]),
    failures && !isUnreadable(source) ? tag(say("documents-failed", { count: failures }), "bad", "alert") : null,
    inboxes ? tag(inboxes.length ? say("shown-in-some") : say("shown-in-none"), "", "lock") : null,
    ...languages.slice(0, 3).map((language) => tag(language)),
    languages.length > 3 ? tag(`+${languages.length - 3}`) : null,
  ];
}

export function stateWords(source) {
  const { state, progress } = source;
  if (state === "running" && progress?.total) {
    return say("reading-of", { done: progress.done, total: progress.total });
  }
  return say(isUnreadable(source) ? "source-unreadable" : `source-${state}`);
}

function tag(words, kind = "", name = null) {
  return h("span", { class: `tag ${kind}` }, name ? icon(name) : null, words);
}

function isUnreadable({ state, failures, documents }) {
  return state === "done" && failures > 0 && documents === 0;
}
