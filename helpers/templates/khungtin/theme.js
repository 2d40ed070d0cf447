// Before anything is drawn: the reader's own choice of light or dark, if it was remembered.
try {
  const chosen = localStorage.getItem("khung-tin-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch (error) {
  // Some browsers keep no memory for pages opened from disk.
}
