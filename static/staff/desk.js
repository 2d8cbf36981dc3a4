/** A notification of the browser needs its leave, which it gives when it is asked for on the spot. */
const box = document.querySelector(".desk-form [name=by_browser]"), help = document.querySelector(".notify-help");

function say() {
  const isDenied = box.checked && (!window.Notification || Notification.permission === "denied");
  help.textContent = isDenied ? help.dataset.denied : "";
  help.hidden = !isDenied;
}

box.addEventListener("change", async () => {
  if (box.checked && window.Notification?.permission === "default") await Notification.requestPermission();
  say();
});
say();
