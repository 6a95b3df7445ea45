"use strict";
// The month's list of shops: searches, filters, sorts, and shows a page of what it found.
// Every text goes in as text: nothing of the data is ever read as markup.
(function () {
  const PAGE = 100;
  const STATES = ["印好", "扣下", "停业注销"];
  const MADE = 0;
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const form = byId("search");
  const box = byId("q");
  const rows = byId("list").tBodies[0];

  // One way of writing for what is typed and what is searched: full-width digits, capitals, odd spaces.
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  const shops = data.shops.map(
    ([route, seq, license, name, owner, state, file, cartons, change, moved, said, alerts]) => ({
      route: data.routes[route], seq, license, name, owner, state, file, cartons, change, moved, said, alerts,
      words: plain([name, owner || "", license].join("\n")),
    })
  );
  const known = shops.filter((shop) => shop.moved !== null);
  const unknown = shops.filter((shop) => shop.moved === null);
  const orders = {
    "": shops,
    down: known.slice().sort((a, b) => a.moved - b.moved).concat(unknown),
    up: known.slice().sort((a, b) => b.moved - a.moved).concat(unknown),
  };

  let found = shops;
  let page = 0;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function link(path, text) {
    const made = element("a", "", text);
    made.setAttribute("href", path.split("/").map(encodeURIComponent).join("/"));
    return made;
  }

  const routeText = (route) => (route.name && route.name !== route.id ? route.id + " " + route.name : route.id);

  function cell(row, className, ...content) {
    const made = element("td", className);
    made.setAttribute("role", "cell");
    made.append(...content);
    row.append(made);
    return made;
  }

  function rowOf(shop) {
    const row = element("tr", "state-" + shop.state);
    row.setAttribute("role", "row");
    cell(row, "seq", shop.seq === null ? "—" : String(shop.seq));
    const name = shop.file ? link(shop.route.folder + "/" + shop.file, shop.name) : element("span", "", shop.name);
    name.classList.add("name");
    if (!shop.file) name.tabIndex = -1;
    cell(row, "shop", name, element("span", "who", [shop.owner, shop.license].filter(Boolean).join("　")));
    cell(row, "route", routeText(shop.route));
    cell(row, "cartons", shop.cartons === null ? "—" : shop.cartons + " 条");
    cell(row, "change", shop.change || "—");
    const said = cell(row, "said");
    if (shop.state !== MADE) said.append(element("strong", "state", STATES[shop.state]));
    if (shop.said) said.append(element("span", "", shop.said));
    for (const text of shop.alerts) {
      const alert = element("p", "alert");
      alert.append(element("strong", "", "提醒"), element("span", "", text));
      said.append(alert);
    }
    return row;
  }

  function show(shown) {
    rows.replaceChildren(...shown.map(rowOf));
  }

  function turnTo(number) {
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    page = Math.min(Math.max(number, 0), pages - 1);
    show(found.slice(page * PAGE, (page + 1) * PAGE));
    byId("pages").hidden = pages === 1;
    byId("page").textContent = "第 " + (page + 1) + " 页，共 " + pages + " 页";
    byId("previous").disabled = page === 0;
    byId("next").disabled = page === pages - 1;
  }

  function chosen() {
    return {
      q: box.value.trim(),
      route: byId("route").value,
      sort: byId("sort").value,
      state: form.elements.state.value,
      alert: byId("alert").checked ? "1" : "",
    };
  }

  function search() {
    const wanted = chosen();
    const words = plain(wanted.q).split(/\s+/).filter(Boolean);
    found = orders[wanted.sort].filter(
      (shop) =>
        (wanted.route === "" || shop.route.id === wanted.route) &&
        (wanted.state === "" || shop.state === Number(wanted.state)) &&
        (wanted.alert === "" || shop.alerts.length > 0) &&
        words.every((word) => shop.words.includes(word))
    );
    byId("found").textContent = found.length
      ? "找到 " + found.length.toLocaleString("zh-CN") + " 户"
      : "一户也没找到。少打几个字，或者清除条件";
    tellRoute(wanted.route);
    turnTo(0);
    // What is looked for stays in the address, so that it is still there on the way back from a sheet.
    const kept = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== ""));
    history.replaceState(null, "", "#" + kept);
  }

  function tellRoute(id) {
    const route = data.routes.length === 1 ? data.routes[0] : data.routes.find((each) => each.id === id);
    const place = byId("on-route");
    place.hidden = !route;
    if (!route) return;
    const name = element("strong", "", routeText(route) + (route.manager ? "　客户经理 " + route.manager : ""));
    place.replaceChildren(name, ...route.papers.map(([file, title]) => link(route.folder + "/" + file, title)));
  }

  // Set the form from the address.
  function recall() {
    const kept = new URLSearchParams(location.hash.slice(1));
    box.value = kept.get("q") || "";
    for (const name of ["route", "sort"]) {
      const field = form.elements[name];
      field.value = kept.get(name) || "";
      if (field.selectedIndex < 0) field.value = "";
    }
    const states = Array.from(form.elements.state);
    (states.find((radio) => radio.value === kept.get("state")) || states[0]).checked = true;
    byId("alert").checked = kept.get("alert") === "1";
    search();
  }

  for (const route of data.routes) {
    const option = element("option", "", routeText(route) + (route.manager ? "（" + route.manager + "）" : ""));
    option.value = route.id;
    byId("route").append(option);
  }
  for (const [path, title] of data.papers) {
    const item = element("li");
    item.append(link(path, title));
    byId("papers").append(item);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = rows.querySelector(".name");
    if (first) first.focus();
  });
  form.addEventListener("input", (event) => {
    if (!event.isComposing) search(); // half a word in an input method is no word yet
  });
  box.addEventListener("compositionend", search);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    history.replaceState(null, "", "#");
    recall();
  });
  byId("previous").addEventListener("click", () => leaf(page - 1));
  byId("next").addEventListener("click", () => leaf(page + 1));

  function leaf(number) {
    turnTo(number);
    byId("found").scrollIntoView();
    const first = rows.querySelector(".name");
    if (first) first.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const here = document.activeElement;
    if (event.key === "/" && here !== box) {
      box.focus();
      box.select();
    } else if (event.key === "Escape" && here === box && box.value) {
      box.value = "";
      search();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const names = Array.from(rows.querySelectorAll(".name"));
      const at = names.indexOf(here);
      if (here !== box && at < 0) return;
      const to = at + (event.key === "ArrowDown" ? 1 : -1);
      if (to === -1) box.focus();
      else if (to >= 0 && names[to]) names[to].focus();
    } else return;
    event.preventDefault();
  });

  window.addEventListener("hashchange", recall);
  window.addEventListener("beforeprint", () => show(found));
  window.addEventListener("afterprint", () => turnTo(page));
  recall();
})();
