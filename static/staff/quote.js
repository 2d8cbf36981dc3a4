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
        /** What is quoted becomes or ceases to be a pull quote; it stays a quotation, so that nothing of it is torn. */
        exec() {
          const quote = () => editor.elementPath().contains("blockquote");
          const was = quote();
          if (!was) editor.execCommand("blockquote");
          const now = was || quote();
          now?.[was?.hasClass("pull") ? "removeClass" : "addClass"]("pull");
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
