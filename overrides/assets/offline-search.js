// Makes search work on file://. Material searches in a worker, and browsers allow no workers on file:// pages. This class runs
// the worker's script in an empty hidden frame instead. Material looks for the name IFrameWorker when it loads a language.
(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  class FrameWorker extends EventTarget {
    /** @param {string | URL} url */
    constructor(url) {
      super();
      /** @type {((event: Event) => void) | null} */
      this.onmessage = null;
      /** @type {((event: Event) => void) | null} */
      this.onerror = null;
      /** @type {any[] | null} */
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.title = "Search";
      document.body.append(this.frame);
      const inside = /** @type {any} */ (this.frame.contentWindow);
      inside.postMessage = (/** @type {any} */ data) => this.tell(new MessageEvent("message", { data }));
      inside.importScripts = async (/** @type {string[]} */ ...urls) => {
        for (const each of urls) await this.load(each);
      };
      this.load(new URL(url, document.baseURI).href).then(
        () => {
          const early = this.waiting || [];
          this.waiting = null;
          early.forEach((data) => this.postMessage(data));
        },
        () => this.tell(new ErrorEvent("error", { message: `${url} did not load` })),
      );
    }

    /** @param {string} url @returns {Promise<unknown>} */
    load(url) {
      return new Promise((resolve, reject) => {
        const inside = /** @type {Document} */ (this.frame.contentDocument);
        const script = inside.createElement("script");
        script.onload = resolve;
        script.onerror = reject;
        script.src = url;
        inside.body.append(script);
      });
    }

    /** @param {any} data */
    postMessage(data) {
      if (this.waiting) {
        this.waiting.push(data);
        return;
      }
      const event = new MessageEvent("message", { data });
      setTimeout(() => this.frame.contentWindow?.dispatchEvent(event));
    }

    terminate() {
      this.frame.remove();
    }

    /** @param {Event} event */
    tell(event) {
      this.dispatchEvent(event);
      if (event.type === "message") this.onmessage?.(event);
      else this.onerror?.(event);
    }
  }

  const theme = /** @type {any} */ (window);
  theme.Worker = theme.IFrameWorker = FrameWorker;
})();
