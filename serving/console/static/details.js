import { h, icon } from "/widget/dom.js";
import { contactName } from "./format.js";
import { ConversationLanguage } from "./conversation-language.js";
import { reviewSection } from "./review-form.js";
import { trace } from "./trace.js";
import { say } from "./words.js";

/** The right pane: the contact, the conversation, and why the bot answered as it did. */
export class Details {
  #state;
  #signature = null;
  #body = h("div", { class: "details-body" });
  #language;

  constructor(state) {
    this.#state = state;
    this.#language = new ConversationLanguage(state);
    const close = h("button", { type: "button", class: "icon-button", "aria-label": say("close-details") }, icon("close"));
    close.addEventListener("click", () => state.go({ details: false, turn: null }, { replace: true }));
    const head = h("div", { class: "pane-head" }, h("h2", { class: "heading" }, say("details")), close);
    this.element = h("div", { class: "details", role: "complementary", "aria-label": say("details") }, head, this.#body);
  }

  render() {
    const { timeline, current, turn, detailsOpen, reviews, judging } = this.#state;
    this.element.hidden = !current;
    this.element.dataset.open = String(detailsOpen);
    if (!current) return;
    const event = turn && timeline.turn(turn);
    this.#language.render(current);
    const signature = JSON.stringify([current.id, current.contact, current.status, current.assignee, turn, Boolean(event), turn && reviews.of(turn)]);
    if (signature === this.#signature) return;
    this.#signature = signature;
    const about = [contactSection(current), conversationSection(current, this.#language.element)];
    const why = traceSection(turn, event);
    const review = event ? reviewSection(this.#state, turn, event) : null;
    this.#body.replaceChildren(...(turn ? [review, why, ...about].filter(Boolean) : [...about, why]));
    this.#body.scrollTop = 0;
    if (judging === turn && review) {
      this.#state.judging = null;
      review.querySelector(".verdicts button:nth-child(2)")?.click();
    }
  }
}

function section(title, ...content) {
  return h("section", {}, h("h3", {}, title), ...content);
}

function facts(pairs) {
  return h("dl", {}, ...pairs.flatMap(([name, ...value]) => [h("dt", {}, name), h("dd", {}, ...value.map(isolated))]));
}

function contactSection(conversation) {
  const { email, verified } = conversation.contact;
  return section(
    say("contact"),
    facts([
      [say("name"), contactName(conversation)],
      [say("email"), email ?? say("unknown")],
      [say("status"), h("span", { class: `tag ${verified ? "good" : ""}` }, say(verified ? "verified" : "not-verified"))],
    ]),
  );
}

function conversationSection({ id, status, assignee, channel, inbox }, language) {
  return section(
    say("conversation"),
    facts([
      [say("status"), h("span", { class: `tag ${status}` }, say(`status-${status}`))],
      [say("assignee"), assignee?.name ?? say("nobody")],
      [say("channel"), `${channel} · ${inbox}`],
      [say("language"), language],
      [say("identifier"), h("code", {}, id), copyLink(id)],
    ]),
  );
}

function copyLink(id) {
  const button = h("button", { type: "button", class: "link" }, say("copy-link"));
  button.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(new URL(`/console/conversations/${id}`, location.href).href);
    button.textContent = say("copied");
  });
  return button;
}

function traceSection(turn, event) {
  if (!turn) return section(say("trace"), h("p", { class: "hint" }, say("trace-hint")));
  if (!event) return section(say("trace"), h("p", { class: "hint", role: "status" }, say("trace-loading")));
  return section(say("trace"), ...trace(event.payload));
}

// An address or a number stays whole in right-to-left text, on the side where the other values are.
function isolated(value) {
  return typeof value === "string" ? h("bdi", {}, value) : value;
}
