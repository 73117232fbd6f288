// Gives life to the markup of a quiz (mlcourse.exercises.quizzes), in a notebook and on a page.
// The explanations are the items of each question's <details>, in the order of its options.

// What a typed number can mean, the likeliest first: a point or a comma before the decimals, commas
// or blanks between thousands, a fraction, per cent.  "1,125" has two meanings; [] has none.
function readings(typed) {
  const text = typed.trim().replace(/^[+−]/, (sign) => (sign === "+" ? "" : "-"));
  const share = text.match(/^([^%]*)%$/);
  if (share) {
    // "67 %" says as much as 0.67
    const rounded = ({ value, slack }) => slack || (Math.abs(value) < 10 ? 0 : 0.5000001);
    return readings(share[1]).map((read) => ({ value: read.value / 100, slack: rounded(read) / 100 }));
  }
  const parts = text.split("/");
  if (parts.length === 2) {
    const [above, below] = parts.map((part) => readings(part)[0]);
    return above && below?.value ? [{ value: above.value / below.value, slack: 0 }] : [];
  }
  const tight = text.replace(/(\d)[ \u00a0\u202f\u2009’'](?=\d{3})/g, "$1");
  const meanings = [tight];
  if (/^-?\d*,\d+(e-?\d+)?$/i.test(tight)) meanings.unshift(tight.replace(",", "."));
  if (/^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(tight)) meanings.push(tight.replaceAll(",", ""));
  if (/^-?[1-9]\d{0,2}(\.\d{3})+,\d*$/.test(tight))
    meanings.push(tight.replaceAll(".", "").replace(",", "."));
  return meanings
    .filter((meaning) => /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(meaning))
    .map((meaning) => {
      const [, whole, decimals = "", power = "0"] = meaning.match(/^-?(\d*)\.?(\d*)(?:e(.*))?$/i);
      const digits = (whole + decimals).replace(/^0+/, "").length;
      // half a unit of the last digit, where at least two digits say how far it was rounded
      const slack = digits < 2 || !decimals ? 0 : 0.5000001 * 10 ** (power - decimals.length);
      return { value: Number(meaning), slack };
    });
}

// The item that fits the answer, and what was read; nothing where there is no answer yet.
function verdict(question) {
  const items = [...question.querySelectorAll("details li")];
  const field = question.querySelector("input[type=text]");
  if (!field) {
    const options = [...question.querySelectorAll("input[type=radio]")];
    const item = items[options.findIndex((option) => option.checked)];
    return item ? { item } : { ask: "Give an answer first." };
  }
  if (!field.value.trim()) return { ask: "Give an answer first." };
  const meanings = readings(field.value);
  if (!meanings.length) return { ask: "Give a number, such as 0.25, 1/4 or 2.5e-3." };
  const fits = (item) => {
    const off = ({ value }) => Math.abs(value - item.dataset.value);
    const tolerance = ({ slack }) => Math.max(item.dataset.tol * (1 + 1e-9), slack);
    return meanings.find((meaning) => off(meaning) <= tolerance(meaning));
  };
  // the right answer stands first, but a slip that was typed exactly is that slip
  const exact = items.find((item) => meanings.some(({ value }) => value === Number(item.dataset.value)));
  const item = exact || items.find(fits) || items.at(-1);
  const { value } = fits(item) || meanings[0];
  const plain = Number(field.value) === value;
  return { item, read: plain ? "" : ` (Read as ${Number(value.toPrecision(6))}.)` };
}

function answer(question) {
  const { item, ask, read = "" } = verdict(question);
  const feedback = question.querySelector(".mlq-feedback");
  if (!item) {
    delete question.dataset.state;
    feedback.textContent = ask;
    return;
  }
  const right = "right" in item.dataset;
  question.dataset.state = right ? "right" : "wrong";
  feedback.replaceChildren(
    right ? "✓ Right. " : "✗ Not quite. ",
    item.querySelector("span").cloneNode(true),
    read,
  );
}

let quizzes = 0;

function activate(quiz) {
  quizzes += 1;
  const questions = [...quiz.querySelectorAll(".mlq-question")];
  const score = quiz.querySelector(".mlq-score");
  const count = () => {
    const right = questions.filter((question) => question.dataset.state === "right").length;
    score.textContent = `${right} of ${questions.length} right`;
  };
  for (const question of questions) {
    const button = question.querySelector("button");
    const check = () => {
      answer(question);
      count();
    };
    button.hidden = false;
    button.addEventListener("click", check);
    question.querySelector("details").hidden = true;
    for (const input of question.querySelectorAll("input")) {
      // the same quiz shown twice must not share its radio groups
      if (input.name) input.name += `-${quizzes}`;
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") check();
      });
    }
  }
  // a plain letter must not reach JupyterLab's one-key commands ("a" would insert a cell)
  quiz.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });
  score.hidden = false;
  count();
}

export default {
  render({ model, el }) {
    el.innerHTML = model.get("html");
    activate(el.querySelector(".mlq"));
  },
};
