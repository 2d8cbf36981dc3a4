/* Shows the picture that was chosen: a new file, or one of the library by its number. */
(() => {
  const parts = (element) => {
    const choice = element.closest(".picture-choice");
    return {
      image: choice.querySelector("img"),
      file: choice.querySelector("[type=file]"),
      number: choice.querySelector(".picture-number input"),
      remove: choice.querySelector(".picture-remove"),
    };
  };
  const show = ({ image, remove }, address) => {
    image.hidden = remove.hidden = !address;
    if (address) image.src = address;
    else image.removeAttribute("src");
  };
  const change = (input) => {
    const all = parts(input);
    if (input === all.file && input.files[0]) {
      const reader = new FileReader();
      reader.addEventListener("load", () => show(all, reader.result));
      reader.readAsDataURL(input.files[0]);
    } else {
      all.file.value = "";
      show(all, all.number.value && all.image.dataset.address.replace("/0/", `/${encodeURIComponent(all.number.value)}/`));
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    // Django's admin announces what was chosen in its window with an event of jQuery's.
    django.jQuery(document).on("change", ".picture-choice input", (event) => change(event.target));
    document.addEventListener("click", (event) => {
      if (!event.target.matches(".picture-remove")) return;
      const all = parts(event.target);
      all.number.value = "";
      change(all.number);
      all.number.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
