// <rillcut-lab>: a lab in a page of your own, as a frame that is as high as what is in it and that speaks with the page.
//
// A classic script without anything else: <script src="…/rillcut-embed.js"></script>. Attributes, methods and events are in rillcut-embed.d.ts beside it.
// What is inside of an element are the variables of its constructor: they minify to a letter each.

((page, root = page.documentElement, folder = new URL(".", page.currentScript.src), elements = customElements, tag = "rillcut-lab") => {
  // The page may have the script once for each lab.
  elements.get(tag) || elements.define(tag, class extends HTMLElement {
    constructor() {
      super();
      let frame, site, theme, isReady;
      // What is inside is no child: a program that draws the page, as React does, compares its children with those that it knows of, and makes all anew.
      const inside = this.attachShadow({ mode: "open" });
      const show = (name, more) => {
        const element = Object.assign(page.createElement(name), more);
        inside.replaceChildren(element);
        return element;
      };
      const title = () => this.title || "Rillcut";
      const late = [];
      const answers = [];
      const of = (name) => this.getAttribute(name);
      const size = (height) => (frame.style.cssText = `display:block;width:100%;border:0;height:${+height || 480}px`);

      // Before the lab is there, messages wait for it.
      const tell = (type, more) => {
        if (isReady) frame.contentWindow.postMessage({ source: "rillcut", v: 1, type, ...more }, site);
        else late.push([type, more]);
      };

      // The theme of the page around, where the element names none. A page that says nothing of schemes is light.
      const wanted = () => {
        const scheme = getComputedStyle(this).colorScheme;
        return of("theme") ?? (scheme === "dark" ? scheme : /dark/.test(scheme) ? "auto" : "light");
      };
      // Hosts switch their theme by an attribute of the root or the body.
      const themes = new MutationObserver(() => {
        if (theme && theme !== (theme = wanted())) tell("theme", { theme });
      });

      const open = () => {
        const address = new URL(of("src") || folder, page.baseURI);
        const ask = (name, value) => value != null && address.searchParams.set(name, value);
        ["view", "hide", "step", "speed", "seed", "autorun", "readonly"].map((name) => ask(name, of(name)));
        ask("lang", /^(en|ja)\b/.exec(of("lang") ?? root.lang)?.[0]);
        ask("theme", (theme = wanted()));
        ask("origin", origin);
        ["example", "lab"].map((name) => of(name) && (address.hash = `${name}=${of(name)}`));
        site = address.origin;
        frame = show("iframe", { allow: "clipboard-write; fullscreen", loading: "lazy", referrerPolicy: "origin", title: title(), src: address });
        size(of("height"));
      };

      const hear = ({ source, origin: from, data }) => {
        if (source !== frame?.contentWindow || from !== site || data?.source !== "rillcut") return;
        if (data.type === "resize") of("height") || size(data.height);
        if (data.type === "ready") {
          isReady = 1;
          late.splice(0).map((args) => tell(...args));
        }
        answers[data.id]?.(data);
        this.dispatchEvent(new CustomEvent(`rillcut-${data.type}`, { detail: data }));
      };

      ["run", "pause", "reset", "load"].map((type) => (this[type] = (lab) => tell(type, lab)));
      this.goTo = (to) => tell("step", to > 0 ? { step: +to } : { by: to });
      this.getState = () => new Promise((resolve) => tell("getState", { id: answers.push(resolve) - 1 }));

      this.turn = (isHere) => {
        isReady = 0;
        themes.disconnect();
        self[`${isHere ? "add" : "remove"}EventListener`]("message", hear);
        if (!isHere) return;
        [root, page.body].map((element) => themes.observe(element, { attributes: true }));
        const poster = of("poster");
        if (!frame) {
          if (poster === null) open();
          // A button that is a picture, and its text where there is none.
          else show("input", { type: "image", src: poster, alt: "▶ " + title(), onclick: open });
        }
      };
    }

    // Programs that draw pages set a property where one has the name of an attribute.
    get step() {
      return this.goTo;
    }

    set step(to) {
      this.setAttribute("step", to);
    }

    connectedCallback() {
      this.turn(1);
    }

    disconnectedCallback() {
      this.turn();
    }
  });
})(document);
