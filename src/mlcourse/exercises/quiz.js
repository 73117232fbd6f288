// Gives life to the markup of a quiz (mlcourse.exercises.quizzes), in a notebook and on a page.
// The explanations are the items of each question's <details>, in the order of its options.

function verdict(question) {
  const items = [...question.querySelectorAll("details li")];
  const number = question.querySelector("input[type=number]");
  if (!number) {
    const options = [...question.querySelectorAll("input[type=radio]")];
    return items[options.findIndex((option) => option.checked)];
  }
  if (number.value === "") return undefined;
  const close = (item) => Math.abs(number.value - item.dataset.value) <= item.dataset.tol;
  return items.find(close) || items.at(-1);
}

function answer(question) {
  const item = verdict(question);
  const feedback = question.querySelector(".mlq-feedback");
  if (!item) {
    delete question.dataset.state;
    feedback.textContent = "Give an answer first.";
    return;
  }
  const right = "right" in item.dataset;
  question.dataset.state = right ? "right" : "wrong";
  feedback.replaceChildren(
    right ? "✓ Right. " : "✗ Not quite. ",
    item.querySelector("span").cloneNode(true),
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
