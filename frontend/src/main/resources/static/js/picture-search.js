// Search by a picture: chosen, dropped on the search box, or pasted. It is a form that sends itself.

export function takePictures(form, target) {
  if (!form) return;
  const input = form.querySelector("input[type='file']");
  const busy = form.querySelector(".busy");

  const send = (file) => {
    if (file) {
      const files = new DataTransfer();
      files.items.add(file);
      input.files = files.files;
    }
    busy.hidden = false;
    form.submit();
  };

  input.addEventListener("change", () => input.files.length && send());
  window.addEventListener("pageshow", () => {
    busy.hidden = true;
  });
  document.addEventListener("paste", (event) => {
    const file = [...event.clipboardData.files].find((f) => f.type.startsWith("image/"));
    if (file) send(file);
  });

  for (const place of [target, form]) {
    if (!place) continue;
    place.addEventListener("dragover", (event) => {
      event.preventDefault();
      place.classList.add("dropping");
    });
    place.addEventListener("dragleave", () => place.classList.remove("dropping"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("dropping");
      if (event.dataTransfer.files.length) send(event.dataTransfer.files[0]);
    });
  }
}
