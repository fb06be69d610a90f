// What a user takes along: an answer or a paragraph on the clipboard, a printed answer, an exported file.
(() => {
  "use strict";
  const { find, say, wish, notice } = desk;
  let waiting = null; // resolves when the server has prepared what is to be copied

  function copyAnswer(turn) {
    const letter = new Promise((resolve) => (waiting = resolve));
    wish({ do: "copy", turn });
    const piece = (name, type) => letter.then((told) => new Blob([told[name]], { type }));
    // Promises inside the item keep the click's permission to write while the server answers.
    copyItem({ "text/plain": piece("plain", "text/plain"), "text/html": piece("html", "text/html") });
  }

  function copyArrived(told) {
    waiting?.(told);
    waiting = null;
  }

  const copyText = (text) => copyItem({ "text/plain": new Blob([text], { type: "text/plain" }) });

  async function copyItem(pieces) {
    try {
      await navigator.clipboard.write([new ClipboardItem(pieces)]);
      notice(say("copied"), "brief");
    } catch {
      notice(say("copy_refused"));
    }
  }

  function printArrived({ html }) {
    let sheet = find("#print-sheet");
    if (!sheet) {
      sheet = document.createElement("div");
      sheet.id = "print-sheet";
      document.body.append(sheet);
    }
    sheet.innerHTML = html; // made by the server's one escaping function
    document.body.classList.add("printing-one");
    const printed = () => (document.body.classList.remove("printing-one"), sheet.replaceChildren());
    addEventListener("afterprint", printed, { once: true });
    print();
  }

  function fileArrived({ name, type, data }) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    notice(say("exported", { file: name }), "brief");
  }

  Object.assign(desk.arrived, { copy: copyArrived, print: printArrived, file: fileArrived });
  Object.assign(desk, { copyAnswer, copyText });
})();
