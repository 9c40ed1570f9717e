import { h, icon, reconcile } from "./dom.js";
import { createLine, updateLine } from "./message.js";
import { listItems, speaker } from "./items.js";

const NEAR_BOTTOM_PX = 60;
const ANNOUNCE_NEWER_THAN_MS = 60_000;

/** The scrolling list of messages; stays at the bottom unless the customer has scrolled up. */
export class MessageList {
  #controller;
  #context;
  #list = h("ol", { class: "lines" });
  #typing = h("div", { class: "typing", hidden: true });
  #announcer = h("div", { class: "hidden", "aria-live": "polite" });
  #jump;
  #announced = new Set();
  #following = true;

  constructor(controller) {
    this.#controller = controller;
    this.#context = {
      strings: controller.strings,
      addressOf: (id) => controller.session.fileAddress(id),
      actions: {
        retry: (clientId) => controller.retry(clientId),
        discard: (clientId) => controller.outbox.remove(clientId),
        press: (payload, title) => {
          controller.say(payload, title);
          this.scroller.focus(); // what comes next is read from here
        },
      },
    };
    this.#jump = h(
      "button",
      { type: "button", class: "jump", hidden: true, on: { click: () => this.scrollToEnd() } },
      icon("down"),
      h("span", {}),
    );
    // Streamed text would be read aloud again with every word: the announcer says each finished message once.
    this.scroller = h("div", { class: "scroller", role: "log", "aria-live": "off", tabindex: "0" }, this.#list, this.#typing);
    this.element = h("div", { class: "conversation" }, this.scroller, this.#jump, this.#announcer);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const sizes = new ResizeObserver(() => this.#following && this.scrollToEnd());
    for (const element of [this.scroller, this.#list]) sizes.observe(element); // a picture comes after its message
  }

  render() {
    const items = listItems(this.#controller);
    this.scroller.setAttribute("aria-label", this.#controller.strings.text("conversation"));
    this.#jump.lastChild.textContent = this.#controller.strings.text("new-messages");
    const grew = items.length > this.#list.children.length;
    reconcile(this.#list, items, {
      create: (item) => createLine(item, this.#context),
      update: (element, item) => updateLine(element, item, this.#context),
    });
    this.#renderTyping();
    this.#announce(items);
    if (this.#following || (grew && items.at(-1)?.own)) this.scrollToEnd();
    else if (grew) this.#jump.hidden = false;
  }

  scrollToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#following = true;
    this.#jump.hidden = true;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    if (this.#following) this.#jump.hidden = true;
  }

  #renderTyping() {
    const { conversation, strings } = this.#controller;
    const typing = conversation.typing;
    this.#typing.hidden = !typing;
    if (!typing) return this.#typing.replaceChildren();
    const { name } = speaker(typing.author, typing.operator ?? conversation.operator, strings);
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    if (!this.#typing.firstChild) this.#typing.append(dots, h("span", { class: "hidden" }));
    this.#typing.lastChild.textContent = strings.text("typing", { name });
  }

  #announce(items) {
    const fresh = items.filter((item) => item.type !== "day" && !item.own && !item.streaming && item.key !== "greeting");
    for (const item of fresh) {
      const key = item.key + item.text;
      if (this.#announced.has(key)) continue;
      this.#announced.add(key);
      if (!item.at || Date.now() - item.at > ANNOUNCE_NEWER_THAN_MS) continue;
      const said = [item.text, ...(item.cards ?? []).map(({ title }) => title)].filter(Boolean).join(". ");
      this.#announcer.replaceChildren(h("p", {}, item.name ? `${item.name}: ${said}` : said));
    }
  }
}
