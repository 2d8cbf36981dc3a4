/* The editor's button for a pull quote: a sentence set large, to be seen by who only looks over the page. */
(() => {
  const title = document.documentElement.lang.startsWith("zh") ? "突出引文" : "Pull quote";

  CKEDITOR.plugins.add("pullquote", {
    init(editor) {
      editor.addCommand("pullquote", {
        allowedContent: "blockquote(pull)",
        contextSensitive: true,
        refresh(_editor, path) {
          this.setState(path.contains("blockquote")?.hasClass("pull") ? CKEDITOR.TRISTATE_ON : CKEDITOR.TRISTATE_OFF);
        },
        exec() {
          const here = () => editor.elementPath().contains("blockquote");
          const was = here();
          if (!was) editor.execCommand("blockquote");
          if (was?.hasClass("pull")) was.removeClass("pull");
          else here()?.addClass("pull");
          if (was && !was.hasClass("pull")) editor.execCommand("blockquote");
          editor.fire("saveSnapshot");
          editor.fire("change");
          this.refresh(editor, editor.elementPath());
        },
      });
      const icon = editor.element.$.closest(".editor").dataset.quoteIcon;
      editor.ui.addButton("PullQuote", { label: title, command: "pullquote", toolbar: "blocks", icon });
    },
  });
})();
