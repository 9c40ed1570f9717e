import { h, icon, reconcile } from "/widget/dom.js";
import { avatarOf, contactName } from "./format.js";
import { createLine, updateLine } from "./line.js";
import { transcriptLines } from "./lines.js";
import { MoreMenu } from "./more-menu.js";
import { may } from "./pages.js";
import { ReplyBox } from "./reply-box.js";
import { say } from "./words.js";

const NEAR_BOTTOM_PX = 80;

/** The middle pane: who it is, what can be done, what was said, and where to write. */
export class Transcript {
  #state;
  #replyBox;
  #shownId = null;
  #following = true;
  #shownTurn = null;
  #title = h("h2", { tabindex: "-1" });
  #holder = h("p", { class: "holder" });
  #actions = h("div", { class: "actions" });
  #problem = h("div", { class: "problem-bar", role: "alert" });
  #lines = h("ol", { class: "lines" });
  #typing = h("p", { class: "typing", role: "status" });
  #empty = h("div", { class: "empty" });
  #scroller;
  #jump;
  #head;
  #more;
  #earlier;

  constructor(state) {
    this.#state = state;
    this.#replyBox = new ReplyBox(state);
    this.#more = new MoreMenu(state);
    this.#earlier = h("button", { type: "button", class: "more", hidden: true, on: { click: () => this.#loadEarlier() } }, say("load-earlier"));
    const back = h("button", { type: "button", class: "icon-button phone-only", "aria-label": say("back-to-list") }, icon("back", "flip"));
    back.addEventListener("click", () => state.go({ id: null, turn: null, details: false }));
    const details = h("button", { type: "button", class: "icon-button toggle-details", "aria-label": say("details"), title: say("details") }, icon("info"));
    details.addEventListener("click", () => this.toggleDetails());
    this.#head = h("header", { class: "pane-head" }, back, h("div", { class: "heading" }, this.#title, this.#holder), this.#actions, this.#more.button, details);
    this.#scroller = h("div", { class: "scroller", role: "log", "aria-label": say("transcript"), tabindex: "0" }, this.#earlier, this.#lines, this.#typing);
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#jump = h("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.#toEnd() } }, icon("down"), say("jump"));
    const body = h("div", { class: "scroll-frame" }, this.#scroller, this.#jump);
    this.element = h("main", { class: "transcript" }, this.#head, this.#more.element, this.#problem, body, this.#empty, this.#replyBox.element);
    const sizes = new ResizeObserver(() => this.#following && this.#toEnd());
    for (const element of [this.#scroller, this.#lines]) sizes.observe(element); // a picture comes after its message
  }

  toggleDetails() {
    this.#state.go({ details: !this.#state.detailsOpen, turn: null }, { replace: true });
  }

  openMenu() {
    this.#more.open();
  }

  /** What is read stays where it is while older lines come in above it. */
  async #loadEarlier() {
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    this.#following = false;
    await this.#state.timeline.loadEarlier();
    requestAnimationFrame(() => {
      this.#scroller.scrollTop = this.#scroller.scrollHeight - fromEnd;
    });
  }

  write(kind) {
    this.#replyBox.choose(kind);
    this.#replyBox.focus();
  }

  render() {
    const { timeline, current, message } = this.#state;
    const loaded = timeline?.state === "ready" && Boolean(current);
    for (const part of [this.#head, this.#scroller.parentElement, this.#replyBox.element]) part.hidden = !loaded;
    this.#problem.textContent = message ?? "";
    this.#renderEmpty(loaded);
    if (!loaded) return;
    const switched = this.#shownId !== timeline.id;
    this.#shownId = timeline.id;
    this.#renderHead(current);
    this.#renderLines(timeline, current, switched);
    this.#replyBox.render(current);
    if (switched) this.#title.focus({ preventScroll: true });
  }

  #renderHead(conversation) {
    this.#title.textContent = contactName(conversation);
    this.#holder.textContent = holderText(conversation, this.#state.operator);
    this.#more.render(conversation, this.#state.operator);
    this.#earlier.hidden = !this.#state.timeline.earlier;
    const wanted = actionsFor(conversation, this.#state.operator).map((action) => ({ ...action, key: action.name }));
    reconcile(this.#actions, wanted, {
      create: ({ name, primary }) =>
        h("button", { type: "button", class: primary ? "primary" : "secondary", on: { click: () => this.#state.act(name) } }, say(name)),
      update: () => {},
    });
  }

  #renderLines(timeline, conversation, switched) {
    const before = this.#lines.children.length;
    if (switched) this.#lines.replaceChildren();
    const context = {
      customerName: contactName(conversation),
      customerAvatar: () => avatarOf(conversation),
      chosenTurn: this.#state.turn,
      onWhy: (turn) => this.#state.go({ turn }, { replace: true }),
      onRetry: (entry) => this.#state.retry(entry),
      onDiscard: (entry) => timeline.forget(entry.client_id),
      onResend: (event) => this.#state.act(`events/${event}/resend`),
      onUndo: (entry) => this.#undo(entry),
      reviewOf: (turn) => this.#state.reviews.of(turn),
      mayJudge: may(this.#state.operator, "agent"),
      onJudge: (turn, verdict) => this.#judge(turn, verdict),
    };
    reconcile(this.#lines, transcriptLines(timeline), {
      create: (item) => createLine(item, context),
      update: (element, item) => updateLine(element, item, context),
    });
    const writing = timeline.typing === "bot" ? "typing-bot" : null;
    this.#typing.textContent = writing ? say(writing) : "";
    if (this.#chooseTurn()) return;
    const grew = this.#lines.children.length > before;
    const wroteJustNow = grew && timeline.pending.length > 0;
    if (switched || this.#following || wroteJustNow) this.#toEnd();
    else if (grew) this.#jump.hidden = false;
  }

  #undo(entry) {
    const held = this.#state.takeBack(entry);
    if (held) this.#replyBox.putBack(held.translation?.original ?? held.text, held.files);
  }

  /** Right is said at once; what is wrong is corrected beside the trace. */
  #judge(turn, verdict) {
    this.#state.go({ turn }, { replace: true });
    if (verdict === "right") this.#state.reviews.judge({ turn, verdict }).catch(() => {});
    else this.#state.judging = turn;
    this.#state.changed();
  }

  /** Brings the message that is explained into sight, once. */
  #chooseTurn() {
    const chosen = this.#lines.querySelector(".chosen");
    const turn = chosen && this.#state.turn;
    const changed = turn !== this.#shownTurn;
    this.#shownTurn = turn;
    if (!chosen || !changed) return false;
    this.#following = false;
    chosen.scrollIntoView({ block: "center" });
    return true;
  }

  #renderEmpty(loaded) {
    const { timeline } = this.#state;
    this.#empty.hidden = loaded;
    const shown = loaded ? "" : timeline ? timeline.state : "none";
    if (this.#empty.dataset.shown === shown) return;
    this.#empty.dataset.shown = shown;
    const again = h("button", { type: "button", class: "secondary", on: { click: () => timeline?.load() } }, say("try-again"));
    const parts = {
      none: [icon("chat"), h("strong", {}, say("choose")), h("p", {}, say("choose-hint"))],
      loading: [h("p", {}, say("transcript-loading"))],
      ready: [h("p", {}, say("transcript-loading"))],
      error: [h("p", {}, say("transcript-error")), again],
      missing: [h("strong", {}, say("transcript-missing")), h("a", { href: "/console" }, say("back-to-list"))],
    };
    this.#empty.replaceChildren(...(parts[shown] ?? []));
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#following = true;
    this.#jump.hidden = true;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    if (this.#following) this.#jump.hidden = true;
  }
}

function holderText({ status, assignee }, operator) {
  if (assignee) return assignee.id === operator.id ? say("held-by-you") : say("held-by", { name: assignee.name });
  return { bot: say("with-bot"), open: say("waits") }[status] ?? say(`status-${status}`);
}

/** What this operator may do now; the platform decides in the end. */
export function actionsFor({ status, assignee }, operator) {
  if (operator.role === "viewer") return [];
  if (status === "resolved") return [{ name: "reopen" }];
  if (assignee && assignee.id !== operator.id) return [];
  const take = assignee ? [] : [{ name: "take-over", primary: true }];
  const handBack = status === "open" ? [{ name: "hand-back" }] : [];
  return [...take, ...handBack, { name: "resolve" }];
}
