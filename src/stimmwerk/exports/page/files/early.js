document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("stimmwerk:theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch { /* storage may be forbidden: then the system's colours hold */ }
