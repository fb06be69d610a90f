// The list of conversations: renaming in place, deleting after a question, the menu on narrow screens.
(() => {
  "use strict";
  const { find, say, wish } = desk;
  const entry = (node) => node.closest(".entry");

  function rename(node) {
    const item = entry(node);
    const name = find(".open-conversation", item);
    const field = document.createElement("input");
    field.className = "rename";
    field.value = name.textContent;
    field.setAttribute("aria-label", say("rename_label"));
    const end = (keep) => {
      field.onblur = null;
      field.remove();
      name.hidden = false;
      name.focus();
      if (keep && field.value.trim()) {
        name.textContent = field.value.trim(); // shown at once; the list comes anew from the server
        wish({ do: "rename", wanted: item.dataset.conversation, title: field.value });
      }
    };
    field.onkeydown = (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Enter" || event.key === "Escape") {
        event.stopPropagation();
        end(event.key === "Enter");
      }
    };
    field.onblur = () => end(true);
    find("details", item).open = false;
    name.hidden = true;
    name.after(field);
    field.focus();
    field.select();
  }

  function confirmDelete(node) {
    const item = entry(node);
    const box = document.createElement("dialog");
    box.className = "confirm";
    const question = document.createElement("p");
    question.textContent = say("delete_sure");
    const name = document.createElement("p");
    name.className = "quiet";
    name.textContent = find(".open-conversation", item).textContent;
    const button = (text, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.onclick = () => (box.close(), act());
      return made;
    };
    const remove = button(say("delete"), () => {
      wish({ do: "delete", wanted: item.dataset.conversation }, "leave");
      find(".new")?.focus();
    });
    remove.className = "danger";
    box.setAttribute("aria-label", say("delete_sure"));
    box.append(question, name, button(say("cancel"), () => {}), remove);
    box.onclose = () => box.remove();
    document.body.append(box);
    box.showModal();
  }

  function toggleConversations(open = !document.body.classList.contains("conversations-open")) {
    document.body.classList.toggle("conversations-open", open);
    find(".menu")?.setAttribute("aria-expanded", String(open));
    if (open) find(".new")?.focus();
  }

  Object.assign(desk, { entry, rename, confirmDelete, toggleConversations });
})();
