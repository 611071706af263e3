// A figure shows only its articles in the appendix; without script it leads to the list of numbers.
(() => {
  const rows = [...document.querySelectorAll("tr[data-ref]")];
  const bar = document.getElementById("filter");
  const place = new Map(rows.map((row, index) => [row.dataset.ref, index]));
  const chosen = (ranges) => new Set(ranges.trim().split(" ").flatMap((range) => {
    const [first, last] = range.split(":").map((ref) => place.get(ref));
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }));
  const show = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const ranges = target && target.dataset.ranges;
    const keep = ranges && chosen(ranges);
    rows.forEach((row, index) => { row.hidden = Boolean(keep) && !keep.has(index); });
    for (const table of document.querySelectorAll("table.entries"))
      table.hidden = !table.querySelector("tr[data-ref]:not([hidden])");
    bar.hidden = !keep;
    if (keep) {
      bar.firstElementChild.textContent = `${keep.size} berita: ${target.querySelector("b").textContent}.`;
      document.getElementById("lampiran").scrollIntoView();
    } else if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", show);
  if (location.hash) addEventListener("load", () => setTimeout(show));
})();
