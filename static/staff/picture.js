/* Shows the picture whose number was chosen. Django's admin announces the choice with an event of jQuery's. */
(() => {
  const show = (input) => {
    const image = input.closest(".picture-choice").querySelector("img");
    image.hidden = !input.value;
    if (input.value) image.src = image.dataset.address.replace("/0/", `/${encodeURIComponent(input.value)}/`);
  };
  document.addEventListener("DOMContentLoaded", () => {
    django.jQuery(document).on("change", ".picture-choice input", (event) => show(event.target));
  });
})();
