/* The editor's button for pictures: uploads through our own view, and asks what the picture shows. */
(() => {
  const words = document.documentElement.lang.startsWith("zh")
    ? { title: "图片", file: "图片文件", alt: "图片内容（供看不见图片的人）", decorative: "仅作装饰", caption: "图片下方的说明文字", wide: "比正文更宽", ok: "放入正文", cancel: "取消", missing: "请选择一个图片文件。", silent: "请说明图片内容，或标为装饰。", busy: "正在上传…", failed: "上传失败，请再试一次。" }
    : { title: "Picture", file: "Picture file", alt: "What it shows, for those who cannot see it", decorative: "Mere decoration", caption: "Caption below it", wide: "Wider than the text", ok: "Put into the text", cancel: "Cancel", missing: "Choose a picture file.", silent: "Say what the picture shows, or mark it as decoration.", busy: "Uploading…", failed: "The upload failed. Try again." };

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  async function upload(place, file, alt) {
    const body = new FormData();
    body.append("file", file);
    body.append("alt", alt);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(place.dataset.upload, { method: "POST", body, headers: { "X-CSRFToken": token } });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(Object.values(said.errors || {}).flat().join(" ") || words.failed);
    return said;
  }

  /** Opens the dialog; `image` is the one to change, `dropped` a file that was dragged or pasted in. */
  function ask(editor, place, image, dropped) {
    const file = element("input", { type: "file", accept: place.dataset.accept });
    const alt = element("input", { type: "text", maxlength: "300", value: image ? image.getAttribute("alt") || "" : "" });
    const decorative = element("input", { type: "checkbox" });
    decorative.checked = Boolean(image && image.getAttribute("role") === "presentation");
    const figure = image?.getAscendant("figure");
    const captionBefore = figure?.findOne("figcaption")?.getText().trim() || "";
    const caption = element("input", { type: "text", maxlength: "300", value: captionBefore });
    const wide = element("input", { type: "checkbox" });
    wide.checked = Boolean(figure?.hasClass("wide"));
    const wrong = element("p", { class: "errornote", role: "alert", hidden: "" });
    const ok = element("button", { type: "submit", class: "button default" }, words.ok);
    const cancel = element("button", { type: "button", class: "button" }, words.cancel);
    const form = element("form", { method: "dialog" },
      element("h2", {}, words.title), wrong,
      ...(image ? [] : [element("label", {}, dropped ? dropped.name : words.file, ...(dropped ? [] : [file]))]),
      element("label", {}, words.alt, alt), element("label", { class: "check" }, decorative, words.decorative),
      element("label", {}, words.caption, caption), element("label", { class: "check" }, wide, words.wide),
      element("div", { class: "buttons" }, ok, cancel));
    const dialog = element("dialog", { class: "picture-dialog", "aria-label": words.title }, form);
    const say = (text) => { wrong.textContent = text; wrong.hidden = false; ok.disabled = false; ok.textContent = words.ok; };

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const chosen = dropped || file.files[0];
      if (!image && !chosen) return say(words.missing);
      if (!alt.value.trim() && !decorative.checked) return say(words.silent);
      const shown = decorative.checked ? "" : alt.value.trim();
      try {
        ok.disabled = true;
        ok.textContent = words.busy;
        const uploaded = image ? {} : await upload(place, chosen, shown);
        const said = { alt: shown, decorative: decorative.checked, caption: caption.value.trim(), captionBefore, wide: wide.checked };
        put(editor, image, uploaded, said);
        dialog.close();
      } catch (error) {
        say(error.message || words.failed);
      }
    });
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { dialog.remove(); editor.focus(); });
    document.body.append(dialog);
    dialog.showModal();
    (image || dropped ? alt : file).focus();
  }

  function put(editor, image, uploaded, said) {
    if (image) editor.fire("saveSnapshot");
    const target = image || editor.document.createElement("img");
    if (!image) target.setAttributes({ src: uploaded.address, width: uploaded.width, height: uploaded.height });
    target.setAttribute("alt", said.alt);
    if (said.decorative) target.setAttribute("role", "presentation");
    else target.removeAttribute("role");
    const whole = framed(editor, target, said);
    editor.focus();
    if (image) editor.getSelection().selectElement(target);
    else editor.insertElement(whole);
    editor.fire("saveSnapshot");
    editor.fire("change");
  }

  /** The picture with what is around nothing else: the link that it is, say. */
  function unitOf(image) {
    let unit = image;
    while (unit.getParent()?.is("a", "strong", "b", "em", "i", "u", "s", "small") && isAlone(unit)) unit = unit.getParent();
    return unit;
  }

  function isAlone(node) {
    const others = node.getParent().getChildren().toArray().filter((child) => !child.equals(node));
    return others.every((child) => child.type === CKEDITOR.NODE_TEXT ? !child.getText().trim() : child.is?.("br"));
  }

  /** A figure in place of the paragraph that the picture fills, else before the one that it stands in. */
  function newFigure(editor, unit) {
    const figure = editor.document.createElement("figure");
    const block = unit.getAscendant("p");
    if (block) figure.insertBefore(block);
    else if (unit.getParent()) figure.insertBefore(unit);
    const fills = block && unit.getParent().equals(block) && isAlone(unit);
    figure.append(unit);
    if (fills) block.remove();
    return figure;
  }

  /** In a figure, if it has a caption or is wide. What else stands in a figure is left alone. */
  function framed(editor, image, { caption, captionBefore, wide }) {
    const unit = unitOf(image);
    const figure = image.getAscendant("figure") || (caption || wide ? newFigure(editor, unit) : null);
    if (!figure) return unit;
    figure[wide ? "addClass" : "removeClass"]("wide");
    const below = figure.findOne("figcaption");
    if (!caption) below?.remove();
    else if (caption !== captionBefore) (below || figure.append(editor.document.createElement("figcaption"))).setText(caption);
    if (wide || caption || !unit.getParent().equals(figure) || !isAlone(unit)) return figure;
    const paragraph = editor.document.createElement("p");
    paragraph.append(unit);
    paragraph.replace(figure);
    return paragraph;
  }

  CKEDITOR.plugins.add("sitepicture", {
    init(editor) {
      const place = editor.element.$.closest(".editor");
      editor.addCommand("sitepicture", {
        allowedContent: "img[!src,alt,role,width,height];figure(wide);figcaption",
        exec() {
          const chosen = editor.getSelection()?.getSelectedElement();
          ask(editor, place, chosen?.is("img") ? chosen : null);
        },
      });
      editor.ui.addButton("SitePicture", { label: words.title, command: "sitepicture", toolbar: "insert", icon: place.dataset.icon });
      editor.on("doubleclick", (event) => {
        if (event.data.element.is("img")) ask(editor, place, event.data.element);
      });
      const take = (event) => {
        const transfer = event.data.dataTransfer;
        const file = transfer && transfer.getFilesCount() ? transfer.getFile(0) : null;
        if (!file || !file.type.startsWith("image/")) return;
        event.stop();
        event.cancel();
        ask(editor, place, null, file);
      };
      editor.on("paste", take, null, null, 1);
      editor.on("drop", take, null, null, 1);
    },
  });
})();
