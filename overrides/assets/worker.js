// Search on file://. Material searches in a worker, and browsers refuse workers to pages that come from a file. This one runs
// the worker's script in an empty hidden frame instead. Material looks for the name IFrameWorker when it loads a language.
(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  class FrameWorker extends EventTarget {
    constructor(url) {
      super();
      this.onmessage = null;
      this.onerror = null;
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.title = "Search";
      document.body.append(this.frame);
      const inside = this.frame.contentWindow;
      inside.postMessage = (data) => this.tell(new MessageEvent("message", { data }));
      inside.importScripts = async (...urls) => {
        for (const each of urls) await this.load(each);
      };
      this.load(new URL(url, document.baseURI).href).then(
        () => {
          const early = this.waiting;
          this.waiting = null;
          early.forEach((data) => this.postMessage(data));
        },
        () => this.tell(new ErrorEvent("error", { message: `${url} did not load` })),
      );
    }

    load(url) {
      return new Promise((resolve, reject) => {
        const script = this.frame.contentDocument.createElement("script");
        script.onload = resolve;
        script.onerror = reject;
        script.src = url;
        this.frame.contentDocument.body.append(script);
      });
    }

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

    tell(event) {
      this.dispatchEvent(event);
      this[`on${event.type}`]?.(event);
    }
  }

  window.Worker = window.IFrameWorker = FrameWorker;
})();
