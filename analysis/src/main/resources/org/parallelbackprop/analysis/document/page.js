for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.firstElementChild.addEventListener("click", () => {
    const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const key = row => row.cells[column].dataset.value ?? "";
    const numeric = head.classList.contains("number");
    const compare = (a, b) => {
      const x = key(a), y = key(b);
      if (x === "" || y === "") return (x === "") - (y === "");
      return direction * (numeric ? x - y : x.localeCompare(y, "en", { numeric: true }));
    };
    body.append(...[...body.rows].sort(compare));
    heads.forEach(other => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
  }));
}
// What goes on beyond the right edge fades out there, and the arrow keys move it.
for (const box of document.querySelectorAll(".scroll")) {
  const show = () => {
    box.classList.toggle("more", box.scrollWidth - box.clientWidth - box.scrollLeft > 1);
    box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
  };
  box.addEventListener("scroll", show);
  new ResizeObserver(show).observe(box);
}
