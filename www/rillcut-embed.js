// <rillcut-lab>: a lab in a page of your own, as a frame that is as high as what is in it and that speaks with the page.
//
// A classic script without anything else: <script src="…/rillcut-embed.js"></script>. Attributes, methods and events are in rillcut-embed.d.ts beside it.
// What is inside of an element are the variables of its constructor: they minify to a letter each.

((page, folder) => {
  const root = page.documentElement;
  // The page may have the script once for each lab.
  customElements.get("rillcut-lab") || customElements.define("rillcut-lab", class extends HTMLElement {
    constructor() {
      super();
      let frame, site, theme, isReady;
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
        const { searchParams } = address;
        const ask = (name, value) => value !== null && searchParams.set(name, value);
        ["view", "hide", "step", "speed", "seed", "autorun", "readonly"].map((name) => ask(name, of(name)));
        const lang = of("lang") ?? root.lang;
        if (/^(en|ja)\b/.test(lang)) ask("lang", lang);
        ask("theme", (theme = wanted()));
        ask("origin", origin);
        for (const name of ["example", "lab"]) if (of(name)) address.hash = `${name}=${of(name)}`;
        site = address.origin;
        frame = page.createElement("iframe");
        frame.allow = "clipboard-write; fullscreen";
        frame.loading = "lazy";
        frame.referrerPolicy = "origin";
        frame.title = this.title || "Rillcut";
        frame.src = address;
        size(of("height"));
        this.replaceChildren(frame);
      };

      const hear = ({ source, origin: from, data }) => {
        if (source !== frame?.contentWindow || from !== site || data?.source !== "rillcut") return;
        const { type } = data;
        if (type === "resize") of("height") || size(data.height);
        if (type === "ready") {
          isReady = 1;
          late.splice(0).map((args) => tell(...args));
        }
        answers[data.id]?.(data);
        this.dispatchEvent(new CustomEvent(`rillcut-${type}`, { detail: data }));
      };

      ["run", "pause", "reset", "load"].map((type) => (this[type] = (lab) => tell(type, lab)));
      this.step = (to) => tell("step", to > 0 ? { step: +to } : { by: to });
      this.getState = () => new Promise((resolve) => tell("getState", { id: answers.push(resolve) - 1 }));

      this.turn = (isHere) => {
        isReady = 0;
        themes.disconnect();
        self[`${isHere ? "add" : "remove"}EventListener`]("message", hear);
        if (!isHere) return;
        [root, page.body].map((element) => themes.observe(element, { attributes: true }));
        const poster = of("poster");
        if (frame) return;
        if (poster === null) return open();
        // A button that is a picture, and its text where there is none.
        const button = page.createElement("input");
        button.type = "image";
        button.src = poster;
        button.alt = "▶ " + (this.title || "Rillcut");
        button.onclick = open;
        this.replaceChildren(button);
      };
    }

    connectedCallback() {
      this.turn(1);
    }

    disconnectedCallback() {
      this.turn();
    }
  });
})(document, new URL(".", document.currentScript.src));
