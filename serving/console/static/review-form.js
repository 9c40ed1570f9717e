import { h, icon } from "/widget/dom.js";
import { percent } from "./format.js";
import { may } from "./pages.js";
import { reasonOf } from "./state.js";
import { say, sayOr } from "./words.js";

const ROUTES = ["script", "knowledge", "handoff"];
const SURE = new Set(["human", "memory", "machine"]);

/** Right or wrong, what it should have been, and what shall follow from it: for the turn that is explained. */
export function reviewSection(state, turn, event) {
  const review = state.reviews.of(turn);
  if (!may(state.operator, "agent")) return review ? section(verdictLine(review)) : null;
  const form = new ReviewForm(state, turn, event, review);
  return section(review ? verdictLine(review) : null, form.element);
}

function section(...content) {
  return h("section", { class: "review" }, h("h3", {}, say("review")), ...content.filter(Boolean));
}

function verdictLine({ verdict, intent, route, given, after }) {
  const wrong = verdict === "wrong";
  const change = (from, to) => say("review-corrected", { given: from ?? "–", intent: to });
  const corrections = [
    wrong && intent && intent !== given.intent ? change(given.intent, intent) : null,
    wrong && route && route !== given.route ? change(given.route && sayOr(`route-${given.route}`, given.route), say(`route-${route}`)) : null,
  ].filter(Boolean);
  const said = corrections.length ? corrections.join(" · ") : say(`reviewed-${verdict}`);
  return h(
    "p",
    { class: "verdict" },
    h("span", { class: `tag ${verdict === "right" ? "good" : "bad"}` }, icon(verdict === "right" ? "check" : "close"), said),
    after ? h("span", { class: `tag ${after.right ? "good" : "bad"}` }, say(after.right ? "after-right" : "after-wrong", { intent: after.intent ?? "–", confidence: percent(after.confidence) })) : null,
  );
}

class ReviewForm {
  #state;
  #turn;
  #review;
  #asked;
  #intent = h("select", { name: "intent" });
  #route = h("select", { name: "route" });
  #text = h("textarea", { name: "text", rows: "2", dir: "auto", maxlength: "1000" });
  #answer = h("textarea", { name: "answer", rows: "3", dir: "auto", maxlength: "10000" });
  #trains = h("input", { type: "checkbox" });
  #tests = h("input", { type: "checkbox" });
  #problem = h("p", { class: "problem", role: "alert" });
  #done = h("p", { class: "hint", role: "status" });
  #more;

  constructor(state, turn, event, review) {
    this.#state = state;
    this.#turn = turn;
    this.#review = review;
    this.#asked = heard(state.timeline, event);
    this.#text.value = review?.text || this.#asked;
    this.#trains.checked = review ? review.trains : true;
    this.#tests.checked = review?.tests ?? false;
    this.#fillIntents(event.payload);
    this.#fillRoutes();
    this.#more = this.#correction();
    this.#more.hidden = review?.verdict !== "wrong";
    this.element = h("div", { class: "review-form" }, this.#buttons(), this.#more, this.#problem, this.#done);
  }

  #buttons() {
    const button = (verdict, name, click) =>
      h(
        "button",
        { type: "button", class: "secondary", "aria-pressed": String(this.#review?.verdict === verdict), on: { click } },
        icon(name),
        say(`mark-${verdict}`),
      );
    const right = button("right", "check", () => this.#send({ verdict: "right" }));
    const wrong = button("wrong", "close", () => {
      this.#more.hidden = false;
      this.#intent.focus();
    });
    const back = this.#review ? h("button", { type: "button", class: "link", on: { click: () => this.#withdraw() } }, say("take-back")) : null;
    return h("div", { class: "verdicts" }, right, wrong, back, this.#rightAsTest());
  }

  /** A right answer is worth a test, too. */
  #rightAsTest() {
    if (this.#review?.verdict !== "right") return null;
    const box = h("input", {
      type: "checkbox",
      checked: this.#review.tests,
      on: { change: () => this.#send({ verdict: "right", tests: box.checked }) },
    });
    return h("label", { class: "check" }, box, say("use-as-test"));
  }

  #correction() {
    const field = (key, input, hint) => h("label", { class: "field" }, h("span", {}, say(key)), input, hint ? h("small", { class: "hint" }, say(hint)) : null);
    const box = (key, input) => h("label", { class: "check" }, input, say(key));
    const save = (event) => {
      event.preventDefault();
      this.#save();
    };
    return h(
      "form",
      { on: { submit: save } },
      field("right-intent", this.#intent),
      field("right-route", this.#route, "right-route-hint"),
      field("example-text", this.#text),
      box("use-for-training", this.#trains),
      box("use-as-test", this.#tests),
      field("right-answer", this.#answer, "right-answer-hint"),
      h("button", { type: "submit", class: "primary" }, say("save-review")),
    );
  }

  async #fillIntents({ intent, ranking = [] }) {
    const likely = [...new Set([...ranking.map((row) => row.intent), intent].filter(Boolean))];
    const chosen = this.#review?.intent ?? "";
    const options = (names) => names.map((name) => h("option", { value: name, selected: name === chosen }, name));
    this.#intent.replaceChildren(h("option", { value: "" }, say("intent-unknown")), ...options(likely));
    const all = await this.#state.reviews.intents().catch(() => []);
    const rest = all.filter((name) => !likely.includes(name));
    this.#intent.append(h("optgroup", { label: say("all-intents") }, options(rest)));
    if (chosen) this.#intent.value = chosen;
  }

  #fillRoutes() {
    const option = (value, key) => h("option", { value, selected: value === (this.#review?.route ?? "") }, say(key));
    this.#route.append(option("", "intent-unknown"), ...ROUTES.map((name) => option(name, `route-${name}`)));
  }

  async #save() {
    const intent = this.#intent.value || null;
    const route = this.#route.value || null;
    const judgement = { verdict: "wrong", intent, route, text: this.#text.value };
    const learned = { trains: Boolean(intent) && this.#trains.checked, tests: Boolean(intent || route) && this.#tests.checked };
    const answer = this.#answer.value.trim();
    if (answer && !(await this.#keepPair(answer))) return;
    await this.#send({ ...judgement, ...learned });
  }

  async #keepPair(answer) {
    const language = this.#state.current?.locale ?? "en";
    const pair = { question: this.#text.value, answer, language, turn: this.#turn };
    try {
      await this.#state.reviews.keepPair(pair);
      return true;
    } catch (error) {
      this.#problem.textContent = reasonOf(error);
      return false;
    }
  }

  async #send(judgement) {
    this.#problem.textContent = "";
    try {
      await this.#state.reviews.judge({ turn: this.#turn, ...judgement });
      this.#done.textContent = say("review-saved");
    } catch (error) {
      this.#problem.textContent = reasonOf(error);
    }
  }

  async #withdraw() {
    try {
      await this.#state.reviews.withdraw(this.#turn);
    } catch (error) {
      this.#problem.textContent = reasonOf(error);
    }
  }
}

/** What the bot was asked: where it does not speak the customer's language, the translation. */
function heard(timeline, event) {
  const { translation } = event.payload;
  if (translation && SURE.has(translation.status)) return translation.text;
  const answers = new Set(event.payload.answers);
  return timeline.events
    .filter(({ seq, kind, author }) => answers.has(seq) && kind === "message" && author === "customer")
    .map(({ text }) => text)
    .join("\n");
}
